package portside.translate.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is read as JSON of what is none, to the last character.
class LenientJsonReaderTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "none", textBlock = """
      {a:rb'x'}                  | {"a":"x"}
      {a:rbu'x'}                 | none
      {a:R'\\d'}                 | {"a":"\\\\d"}
      {a:b'\\d'}                 | {"a":"\\\\d"}
      {a:'x' r'\\n' "y"}         | {"a":"x\\\\ny"}
      {a:'x' , b:1}              | {"a":"x" , "b":1}
      {a:'x' 'y' , b:1}          | {"a":"xy" , "b":1}
      {a:'x' `y`}                | none
      {a:'x'                     | none
      {a:'x' r                   | none
      {a:'\\u00e9\\xe9'}         | {"a":"\\u00e9\\u00e9"}
      {a:'\\u00e\\xe'}           | {"a":"\\\\u00e\\\\xe"}
      {a:'\\u00e9                | none
      {a:'\\b\\f\\n\\r\\t\\/'}   | {"a":"\\b\\f\\n\\r\\t\\/"}
      {a:'''b'c'''}              | {"a":"b'c"}
      {a:''}                     | {"a":""}
      {a:"/*"}                   | {"a":"/*"}
      {a:1/2}                    | none
      {a:0x1f,b:-0x1F}           | {"a":31,"b":-31}
      {a:0xfffffffffffffff}      | {"a":1152921504606846975}
      {a:0xffffffffffffffff}     | none
      {a:1_000_000}              | {"a":1000000}
      {a:1_00}                   | none
      {a:-.5,b:+.5,c:5.}         | {"a":-0.5,"b":0.5,"c":5}
      {a:Infinity,b:+inf}        | {"a":null,"b":null}
      {,}                        | none
      {a:1,,}                    | none
      {'a' 1}                    | none
      {a:()}                     | {"a":[]}
      """)
  void isRead(String said, String json) {
    assertEquals(json, LenientJsonReader.read(said, 0));
  }

  @Test
  void blanksThatJsonDoesNotKnowGo() {
    assertEquals("{\"a\":\t1}", LenientJsonReader.read("{\u00a0a\u2003:\u3000\t1\f}", 0));
  }

  @ParameterizedTest
  @CsvSource({"8, \\u0008", "9, \\t", "10, \\n", "13, \\r", "31, \\u001f", "32, ' '"})
  void whatMayNotStandInAStringIsEscaped(int character, String written) {
    assertEquals("{\"a\":\"" + written + "\"}", LenientJsonReader.read("{'a':'" + (char) character + "'}", 0));
  }
}
