package portside.translate.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is passed on of arguments piece by piece, and what comes at their end.
class ToolArgumentsTest {
  /// The columns: the pieces | what is passed on after each of them, and the rest | whether an object has come | what else is known of it.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {"a":1;,"b":2}                | {"a":;1,"b":2};          | true  | complete
      {"a":1;2;3}                   | {"a":;;123};             | true  | complete
      {"a":"b\\;u00;e9"}            | {"a":"b;;\\u00e9"};      | true  | complete
      {"a":1,;}                     | {"a":;;1}                | false | ~~
      {"a";{"a";{"a":1}             | {"a";;:1};               | true  | complete
      {"a":1;{"a":1,"b;{"a":1,"b":2}| {"a":;1,"b;":2};         | true  | complete
      {"a":;{"a":;1}}               | {"a":;{"a":;1}};         | true  | complete
      {};{};x                       | {};;;                    | true  | complete
      ~ ; {} ; ~                    | ;  {};;                  | true  | complete
      "{}"                          | ;{}                      | true  | complete
      "x"                           | ;{}                      | false | complete unreadable
      7                             | ;{}                      | false | unreadable
      {"a":[1]                      | {"a":[1];}               | false | completed
      {"a":1                        | {"a":;1                  | false | unreadable
      [1                            | ;{}                      | false | unreadable
      ''                            | ;{}                      | false | empty
      """)
  void arePassedOn(String pieces, String told, boolean object, String known) {
    var arguments = new ToolArguments();
    var given = new StringJoiner(";");
    for (var piece : pieces.replace("''", "").split(";")) {
      arguments.add(piece);
      given.add(arguments.flowing());
    }
    assertEquals(object, arguments.isObject());
    var words = new StringJoiner(" ").setEmptyValue("");
    if (arguments.isEmpty()) {
      words.add("empty");
    }
    if (arguments.isComplete()) {
      words.add("complete");
    }
    given.add(arguments.rest());
    if (arguments.isCompleted()) {
      words.add("completed");
    }
    if (arguments.isUnreadable()) {
      words.add("unreadable");
    }
    assertEquals(told, given.toString());
    assertEquals(known, words.toString());
  }

  @Test
  void whatIsCutOffIsPassedOnAsFarAsItIsJson() {
    var arguments = new ToolArguments();
    arguments.add("{\"a\":[1, 2x");
    assertEquals("{\"a\":[", arguments.flowing());
    assertEquals("1, 2", arguments.cut());
    assertEquals("", arguments.cut());
  }

  @Test
  void blanksAreEndlessFromFiveHundredOn() {
    var arguments = new ToolArguments();
    arguments.add("{\"a\":" + " ".repeat(499));
    assertFalse(arguments.isRunaway());
    arguments.add("1,");
    arguments.add("\n".repeat(499));
    assertFalse(arguments.isRunaway());
    arguments.add("\t\"b\":2}");
    assertTrue(arguments.isRunaway());
  }

  @Test
  void theWholeMayBeSaidAgain() {
    var arguments = new ToolArguments();
    assertFalse(arguments.repeatsWhole(""));
    arguments.add(" {\"a\":1} x");
    assertTrue(arguments.repeatsWhole("{\"a\":1} "));
    assertFalse(arguments.repeatsWhole("{\"a\":2}"));
  }
}
