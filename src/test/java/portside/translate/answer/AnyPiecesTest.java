package portside.translate.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.wire.Json;

/// Texts and arguments by lot, in pieces by lot: what comes out does not depend on the pieces, and keeps its promise.
@Execution(ExecutionMode.CONCURRENT)
class AnyPiecesTest {
  private static final int ROUNDS = 5_000;

  private static final String SCHEMA = """
      {"type":"object","required":["b"],"properties":{"a":{"type":"string"},"b":{"type":"string"},"ab":{"type":["string","null"]},
      "n":{"type":"object","properties":{"a":{"type":"number"},"c":{}}},"l":{"type":"array","items":{"type":"object","properties":{"a":{"type":"null"},"d":{"enum":[1]}}}}}}
      """;

  private final Random random = new Random(20261203);

  @Test
  void noTextHoldsAStopSequence() {
    for (int round = 0; round < ROUNDS; round++) {
      var text = random("ab<", 1 + random.nextInt(12));
      var sequences = List.of(random("ab<", 1 + random.nextInt(4)), random("ab<", 1 + random.nextInt(4)));
      var whole = shown(new AnswerRules(sequences, false, 1), List.of(text));
      assertEquals(whole, shown(new AnswerRules(sequences, false, 1), pieces(text)), text + sequences);
      sequences.forEach(sequence -> assertFalse(whole.contains(sequence), text + sequences));
      boolean met = sequences.stream().anyMatch(text::contains);
      assertEquals(met, whole.length() < text.length(), text + sequences);
      assertTrue(text.startsWith(whole), text + sequences);
    }
  }

  @Test
  void jsonComesBareInAnyPieces() {
    var words = List.of("```", "`", "json", "\n", " ", "{", "}", "\"a\"", ":", "1", "[", "]", ",", "x", "~~~", "{\"a\":\"```\"}");
    for (int round = 0; round < ROUNDS; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(10); i >= 0; i--) {
        text.append(words.get(random.nextInt(words.size())));
      }
      var rules = new AnswerRules(List.of(), true, 1);
      var whole = shown(rules, List.of(text.toString()));
      assertEquals(whole, shown(rules, pieces(text.toString())), text.toString());
      assertTrue(RawJson.isValue(whole) || text.toString().contains(whole.strip()) || whole.length() < text.length(), text.toString());
    }
  }

  @Test
  void nullsGoInAnyPieces() throws Json.Malformed {
    var schema = Json.object(SCHEMA);
    for (int round = 0; round < ROUNDS; round++) {
      var arguments = spaced(object(3));
      var expected = without((JsonObject) Json.value(arguments), new ArgumentSchema(schema));
      var told = input(schema, pieces(arguments));
      assertEquals(expected, Json.value(told), arguments);
      assertEquals(told, input(schema, List.of(arguments)), arguments);
      assertTrue(RawJson.isObject(told), told);
    }
  }

  /// What is JSON stays; whatever is made of anything else is JSON, and begins with what was passed on before it was known to be none.
  @Test
  void whatComesOfAnythingIsJson() throws Json.Malformed {
    for (int round = 0; round < ROUNDS; round++) {
      var json = spaced(object(3));
      assertEquals(json, LenientJsonReader.read(json, 0));
      var odd = damaged(json);
      var arguments = new ToolArguments();
      var told = new StringBuilder();
      for (var piece : pieces(odd)) {
        arguments.add(piece);
        told.append(arguments.flowing());
      }
      told.append(arguments.rest());
      assertTrue(arguments.isUnreadable() || RawJson.isObject(told.toString()), odd + "\n" + told);
      if (odd.startsWith("{") && LenientJsonReader.read(odd, 0) != null) {
        assertFalse(arguments.isUnreadable(), odd + "\n" + told);
      }
    }
  }

  private static String shown(AnswerRules rules, List<String> pieces) {
    var text = new VisibleText(rules);
    var shown = new StringBuilder();
    pieces.forEach(piece -> shown.append(text.pass(piece)));
    return shown.append(text.rest()).toString();
  }

  private static String input(JsonObject schema, List<String> pieces) {
    var arguments = new ToolArguments();
    var input = new ToolUseInput(arguments, new ArgumentTypes(Map.of("t", schema)), "t", "t", false);
    var told = new StringBuilder();
    pieces.forEach(piece -> {
      arguments.add(piece);
      told.append(input.flowing());
    });
    return told.append(input.rest()).toString();
  }

  /// The same object, worked out a second time.
  private static JsonValue without(JsonValue value, ArgumentSchema schema) {
    if (value instanceof JsonArray array) {
      var kept = Json.BUILD.createArrayBuilder();
      array.forEach(element -> kept.add(without(element, schema == null ? null : schema.element())));
      return kept.build();
    }
    if (!(value instanceof JsonObject object)) {
      return value;
    }
    var kept = Json.BUILD.createObjectBuilder();
    object.forEach((name, member) -> {
      var own = schema == null ? null : schema.member(name);
      boolean optional = own != null && !name.equals("b") && !own.here().isEmpty() && !String.valueOf(own.here().get("type")).contains("null\"");
      if (!(member == JsonValue.NULL && optional)) {
        kept.add(name, without(member, own));
      }
    });
    return kept.build();
  }

  private String object(int depth) {
    var names = List.of("a", "b", "ab", "n", "l", "x", "c", "d");
    var object = new StringBuilder("{");
    for (var name : names) {
      if (random.nextInt(3) == 0) {
        object.append(object.length() > 1 ? "," : "").append('"').append(name).append("\":").append(value(depth));
      }
    }
    return object.append('}').toString();
  }

  private String value(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0, 1 -> "null";
      case 2 -> "\"a,\\\"null\\\":{}\\u00e9\\n\"";
      case 3 -> "-1.5e3";
      case 4 -> "true";
      case 5 -> "[" + value(depth - 1) + "," + object(depth - 1) + "]";
      default -> object(depth - 1);
    };
  }

  private String spaced(String json) {
    var spaced = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      quoted ^= c == '"' && (i == 0 || json.charAt(i - 1) != '\\');
      spaced.append(c).append(!quoted && "{[:,]}\"".indexOf(c) >= 0 && i < json.length() - 1 && random.nextInt(4) == 0 ? " " : "");
    }
    return spaced.toString();
  }

  private String damaged(String json) {
    var odd = new StringBuilder(json);
    var pieces = List.of("'", "\"", ",", "True", "None", "NaN", "\\", "\n", "x", "{", "}", "]", "-", "0", ".", " ", "\\d", "\\x41", "\\u12");
    Consumer<String> put = piece -> odd.insert(random.nextInt(odd.length() + 1), piece);
    for (int i = random.nextInt(3); i >= 0; i--) {
      switch (random.nextInt(odd.isEmpty() ? 1 : 0, 4)) {
        case 0 -> odd.deleteCharAt(random.nextInt(odd.length()));
        case 1 -> odd.replace(0, odd.length(), odd.toString().replace("null", "None").replace("true", "True"));
        default -> put.accept(pieces.get(random.nextInt(pieces.size())));
      }
    }
    return odd.toString();
  }

  private String random(String alphabet, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private List<String> pieces(String text) {
    var pieces = new ArrayList<String>();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + 1 + random.nextInt(4));
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }
}
