package portside.console.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

class JsonEditTest {
  private static final String SETTINGS = """
      {
          "model" : "opus",
          "n": 1.50e3,
          "env": {
              "A": "1",   "B\\u0043": "two \\"}\\" three",
              "C": ""
          },
          "hooks": [ {"env": {"A": "not this"}} ]
      }
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "model   | \"opus\"",
    "n       | 1.50e3",
    "env.A   | \"1\"",
    "env.BC  | \"two \\\"}\\\" three\"",
    "env.C   | \"\"",
    "hooks   | [ {\"env\": {\"A\": \"not this\"}} ]",
  })
  void aValueIsReadAsTyped(String path, String value) throws Exception {
    assertEquals(Optional.of(value), new JsonEdit(SETTINGS).value(List.of(path.split("\\."))));
    assertEquals(SETTINGS.replace(value, "null"), new JsonEdit(SETTINGS).set(List.of(path.split("\\.")), "null").text());
  }

  @Test
  void whatIsNotThereHasNoValue() throws Exception {
    assertEquals(Optional.empty(), new JsonEdit(SETTINGS).value(List.of("env", "X")));
    assertEquals(Optional.empty(), new JsonEdit(SETTINGS).value(List.of("other", "X")));
    assertEquals(SETTINGS, new JsonEdit(SETTINGS).remove(List.of("other", "X")).text());
  }

  @Test
  void aNewMemberIsTheLastOfItsObjectAndIndentedLikeTheOthers() throws Exception {
    assertEquals(SETTINGS.replace("\"C\": \"\"\n", "\"C\": \"\",\n        \"X\": 1\n"), new JsonEdit(SETTINGS).set(List.of("env", "X"), "1").text());
  }

  /// The first is the text, then the text with `a.b` set to 1.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{}                        | {N  \"a\": {N    \"b\": 1N  }N}",
    "{N}N                      | {N  \"a\": {N    \"b\": 1N  }N}N",
    "{N\t\"z\": 0N}            | {N\t\"z\": 0,N\t\"a\": {N\t\t\"b\": 1N\t}N}",
    "{N  \"a\": {}N}           | {N  \"a\": {N    \"b\": 1N  }N}",
    "{\"a\":{\"c\":2},\"z\":0} | {\"a\":{\"c\":2, \"b\": 1},\"z\":0}",
    "{\"z\":0}                 | {\"z\":0, \"a\": {\"b\": 1}}",
    "{\"a\":{\"b\":5,\"b\":6}} | {\"a\":{\"b\":5,\"b\":1}}",
    "{RN  \"z\": 0RN}RN        | {RN  \"z\": 0,RN  \"a\": {RN    \"b\": 1RN  }RN}RN",
  })
  void objectsOnTheWayAreMade(String before, String after) throws Exception {
    assertEquals(lines(after), new JsonEdit(lines(before)).set(List.of("a", "b"), "1").text());
  }

  /// The first is the text, then the text without `a`.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{\"a\":1}                       | {}",
    "{\"a\": 1, \"z\": 0}            | { \"z\": 0}",
    "{\"y\": 2, \"a\": 1, \"z\": 0}  | {\"y\": 2, \"z\": 0}",
    "{\"y\": 2, \"a\": 1 }           | {\"y\": 2 }",
    "{\"a\": 1, \"z\": 0, \"a\": 2}  | { \"z\": 0}",
    "{N  \"a\": 1,N  \"z\": 0N}      | {N  \"z\": 0N}",
    "{N  \"z\": 0,N  \"a\": {}N}     | {N  \"z\": 0N}",
  })
  void aMemberGoesWithItsComma(String before, String after) throws Exception {
    assertEquals(lines(after), new JsonEdit(lines(before)).remove(List.of("a")).text());
  }

  @Test
  void aByteOrderMarkStays() throws Exception {
    assertEquals("\uFEFF{\"a\":2}", new JsonEdit("\uFEFF{\"a\":1}").set(List.of("a"), "2").text());
  }

  @Test
  void aPathThroughSomethingElseIsRefused() throws Exception {
    var edit = new JsonEdit("{\"env\": \"text\"}");
    assertEquals("env is no object", assertThrows(Json.Malformed.class, () -> edit.set(List.of("env", "A"), "1")).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"a\":1,}", "{\"a\":1} x", "{\"a\":1}{}", "// c\n{}"})
  void whatIsNoObjectIsRefused(String text) {
    assertThrows(Json.Malformed.class, () -> new JsonEdit(text));
  }

  @Test
  void theLineOfAFaultIsNamed() {
    assertEquals("unexpected character: line 3 column 5", assertThrows(Json.Malformed.class, () -> new JsonEdit("{\n  \"a\": 1\n  \"b\": 2\n}")).getMessage());
  }

  private static String lines(String text) {
    return text.replace("RN", "\r\n").replace("N", "\n");
  }
}
