package portside.translate.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.translate.EveryWay.call;
import static portside.translate.EveryWay.text;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.dialect.Dialect;
import portside.translate.EveryWay;

/// JSON that was asked for by a schema comes without the fence a model puts around it.
class JsonExtractorTest {
  private static final String SCHEMA = "'schema':{'type':'object','properties':{'title':{'type':'string'}}}";
  private static final String ASKED = "'output_config':{'format':{'type':'json_schema'," + SCHEMA + "}}";
  private static final String JSON = "{\"title\": \"Fix ```login``` form\", \"n\": [1, {}]}";

  static Stream<String> fenced() {
    return Stream.of(
        "```json\n" + JSON + "\n```",
        "```JSON\n" + JSON + "\n```",
        "```\n" + JSON + "\n```",
        "\n```json\r\n" + JSON + "\r\n```\n\n",
        "  ``` json title=x\n\n " + JSON + " \n ``` ",
        "````json5\n" + JSON + "\n````",
        "~~~json\n" + JSON + "\n~~~",
        "```json" + JSON + "```",
        "```json\n" + JSON,
        "```json\n" + JSON + "\n``",
        "```json\n" + JSON + "\n```\nI hope this helps.",
        "Here it is:\n```json\n" + JSON + "\n```",
        "Here it is: ```json\n" + JSON + "\n```",
        "\ufeff```json\n" + JSON + "\n```",
        "Here it is:\n\n  ```\n" + JSON + "\n```\nDone with `x`.",
        JSON + "\n```\n",
        JSON + "\nand `more`\n```",
        JSON + " Hope that helps [1].",
        "Here it is: " + JSON,
        "The set {1} gives\n\n" + JSON + "\n\nAnything else?",
        JSON);
  }

  @ParameterizedTest
  @MethodSource("fenced")
  void theTextIsTheJson(String said) {
    EveryWay.of(ASKED).tells(List.of(text(said)), "text " + JSON, "end_turn");
  }

  /// The old name of the member, and every way in which a row asks for a schema.
  @Test
  void howeverItWasAskedFor() {
    EveryWay.of("'output_format':{'type':'json_schema'," + SCHEMA + "}").tells(List.of(text("```\n{}\n```")), "text {}", "end_turn");
    for (var form : Dialect.StructuredOutput.values()) {
      UnaryOperator<Dialect> row = dialect -> dialect.as("row").with(STRUCTURED_OUTPUT, form);
      EveryWay.of(ASKED, row).tells(List.of(text("```\n{}\n```")), "text {}", "end_turn");
    }
  }

  @Test
  void aCutAnswerIsTheBeginningOfTheJson() {
    EveryWay.of(ASKED).cut().tells(List.of(text("```json\n{\"title\": \"Fix ``")), "text {\"title\": \"Fix ``", "max_tokens");
  }

  @Test
  void brokenJsonLosesOnlyItsFence() {
    EveryWay.of(ASKED).tells(List.of(text("```json\n{\"a\": 1,}\n```\n")), "text {\"a\": 1,}", "end_turn");
    EveryWay.of(ASKED).tells(List.of(text("```json\n{\"a\": 1}\n{\"a\": 2}\n```")), "text {\"a\": 1}{\"a\": 2}", "end_turn");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "I cannot say.",
    "```python\nprint()\n```",
    "Either\n```json\n{\"a\":1}\n```\nor\n```json\n{\"a\":2}\n```\n",
    "So:\n```json\n{\"a\":1\n```",
    "[1] says so:\n```js\nx\n```",
    "{\"a\":1}\n{\"a\":2}",
    "Either {\"a\":1} or {\"a\":2}",
    "Cut: {\"a\":1",
    "An empty {} is none",
    "``",
    "`{}`",
  })
  void whereThereIsNoTellingItStays(String said) {
    EveryWay.of(ASKED).tells(List.of(text(said)), "text " + said, "end_turn");
  }

  @ParameterizedTest
  @MethodSource("fenced")
  void withoutASchemaItStays(String said) {
    EveryWay.of("'temperature':1").tells(List.of(text(said)), "text " + said, "end_turn");
  }

  @Test
  void wordsBeforeACallStay() {
    EveryWay.of(ASKED + ",'tools':[{'name':'Bash','input_schema':{'type':'object'}}]").tells(List.of(text("I look."), call("Bash", "{}")),
        "text I look.", "call Bash {}", "tool_use");
  }

  @Test
  void aFenceIsNoStopSequence() {
    EveryWay.of(ASKED + ",'stop_sequences':['~~~']").tells(List.of(text("~~~\n{}\n~~~")), "text {}", "end_turn");
  }

  /// Behind what is no JSON a fence is looked for within three hundred characters.
  @Test
  void aFenceFarBehindBrokenJsonStays() {
    assertEquals("{x", shown("```json\n{x", " ".repeat(297), "```"));
    assertEquals("{x" + " ".repeat(298) + "```", shown("```json\n{x", " ".repeat(298), "```"));
  }

  /// The value behind a fence goes out as it comes; only behind a longer fence it waits with the words.
  @Test
  void aFenceHasAtMostThreeHundredCharacters() {
    var json = new JsonExtractor(true);
    assertEquals("", json.pass("`".repeat(300)));
    assertEquals("{\"a\"", json.pass("{\"a\""));
    var longer = new JsonExtractor(true);
    assertEquals("", longer.pass("`".repeat(301)));
    assertEquals("", longer.pass("{\"a\""));
    assertEquals("{\"a\":1}", longer.pass(":1}") + longer.rest());
  }

  private static String shown(String... pieces) {
    var json = new JsonExtractor(true);
    var shown = new StringBuilder();
    for (var piece : pieces) {
      shown.append(json.pass(piece));
    }
    return shown.append(json.rest()).toString();
  }
}
