package portside.translate.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.StringJoiner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

/// Only what may still be left out waits; everything else is passed on with the piece it came in.
class AbsentMemberFilterTest {
  private static final String SCHEMA = """
      {"type":"object","required":["b"],"properties":{"a":{"type":"string"},"b":{"type":"string"},"pages":{"type":"string"},
      "in":{"type":"object","properties":{"a":{"type":"string"},"pages":{"type":"string"}}},"list":{"type":"array","items":{"$ref":"#/properties/in"}}}}
      """;

  /// The columns: the pieces | what is passed on after each of them, and in the end.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {'x;':1;}                | {'x;':1;};
      {'b;':null;}             | {'b;':null;};
      {'a;':1;}                | {;'a':1;};
      {'a;' : 'v;'}            | {;'a' : 'v;'};
      {'a' ;: n;ull;}          | {;;;};
      {'a':nu                  | {;'a':nu
      {'a                      | {;'a
      {'a':null,'b':1;}        | {'b':1;};
      {'b':1,'a':null;}        | {'b':1;};
      {'b':1 ,; 'a':null , ;'b':2} | {'b':1 ; ;, 'b':2};
      {'a':null,'in':{'a':null,'c':null;}} | {'in':{'c':null;}};
      {'list':[;{'a':null;},null]} | {'list':[;{;},null]};
      {'pages':';'}            | {;};
      {'pages':'x;'}           | {'pages':'x;'};
      {'pages':'~'x;'}         | {'pages':'~'x;'};
      {'in':{'pages':'';}}     | {'in':{'pages':'';}};
      {'b':'~',~'a~':null;'}   | {'b':'~',~'a~':null;'};
      {'b':'~~','a':null;}     | {'b':'~~';};
      """)
  void isPassedOn(String pieces, String told) throws Json.Malformed {
    var members = new AbsentMemberFilter(new ArgumentSchema(Json.object(SCHEMA)), "Read");
    var passed = new StringJoiner(";");
    for (var piece : quoted(pieces).split(";")) {
      passed.add(members.pass(piece));
    }
    assertEquals(quoted(told), passed.add(members.rest()).toString());
  }

  private static String quoted(String text) {
    return text.replace('\'', '"').replace('~', '\\');
  }
}
