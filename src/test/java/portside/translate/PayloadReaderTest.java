package portside.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.translate.PayloadReader.Piece;
import portside.wire.Json;

class PayloadReaderTest {
  /// The columns: payloads, with ` ¦ ` between them | what they are read as: objects as they are, the rest by its kind.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {"a":1}                                        | {"a":1}
      {"a":1}{"b":2}                                 | {"a":1} {"b":2}
      {"a":1} {"b":2}[DONE]                          | {"a":1} {"b":2} done
      {"a":1},{"b":2} , {"c":3}                      | {"a":1} {"b":2} {"c":3}
      {"a":1},"b"}                                   | {"a":1} lost
      \uFEFF{"a":1}data: \uFEFF{"b":2}               | {"a":1} {"b":2}
      {"a":1}data: {"b":2}                           | {"a":1} {"b":2}
      {"a":1}data:{"b":2}data: [DONE]                | {"a":1} {"b":2} done
      data: {"a":1}                                  | {"a":1}
      [{"a":1},{"b":2}]                              | {"a":1} {"b":2}
      {"a":"data: {}"}                               | {"a":"data: {}"}
      {"a": ¦ 1}                                     | {"a":1}
      {"a":"x ¦  y"}                                 | {"a":"x y"}
      {"a":"x  ¦ y"}                                 | {"a":"x y"}
      {"a":"\\u00 ¦ e9"}                             | {"a":"\u00e9"}
      {"a":[ ¦ {"b":1}]}                             | {"a":[{"b":1}]}
      {"a":[ ¦ {"b": ¦ 1}]}{"c":2}                   | {"a":[{"b":1}]} {"c":2}
      {"a":"data ¦ : {}"}                            | {"a":"data: {}"}
      {"a":1}{"b" ¦ :2}                              | {"a":1} {"b":2}
      {"a":                                          | lost
      {"a": ¦ [DONE]                                 | lost done
      {"a":"x ¦ [DONE]                               | lost done
      {"a":"x ¦ {"b":2}                              | lost {"b":2}
      {"a":[ ¦ {"b":2}                               | lost {"b":2}
      {"a":[ ¦ {"b":2} ¦ {"c":3}                     | lost {"b":2} {"c":3}
      {"a":[ ¦ data: {"b":2}                         | lost {"b":2}
      {"a":1, ¦ 7}                                   | lost lost
      {"a":[ ¦ 7                                     | lost
      {"a":[ ¦ {"b": ¦ [DONE]                        | lost done
      {"a":"bdata: {"c":2}                           | lost {"c":2}
      {"a":"bdata: {"c":2}data: {"d":3}              | lost {"c":2} {"d":3}
      {"a":"b"data: [DONE]                           | lost done
      "x"}]}                                         | lost
      a"}}data: {"b":2}                              | lost {"b":2}
      "{\\"a\\":1}"                                  | lost
      {'a':1}                                        | lost
      {"a":NaN}                                      | lost
      {"a":1}}]                                      | {"a":1} lost
      [{"a":1}]}                                     | {"a":1} lost
      keep-alive                                     | words
      : ping                                         | words
      OPENROUTER PROCESSING ¦ {"a":1}                | words {"a":1}
      Internal Server Error                          | words
      null ¦ 7 ¦ "text" ¦ [] ¦ [[]]                  | words words words words words
      [DONE                                          | words
      <html>body{}</html>                            | words
      <html>body{}                                   | lost
      body{}</html>                                  | lost
      }                                              | lost
      error: {"a":1}                                 | failure
      {"a":1}Error: no more                          | {"a":1} failure
      [ERROR] no more                                | failure
      """)
  void whatIsWholeIsTakenAndWhatIsLostIsTold(String payloads, String expected) {
    var reader = new PayloadReader();
    var pieces = new ArrayList<Piece>();
    for (var payload : payloads.split(" ¦ ")) {
      pieces.addAll(reader.read(payload));
    }
    pieces.addAll(reader.end());
    assertEquals(expected, told(pieces));
  }

  /// Where a line feed was lost that separates events, the lines come as one payload.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {"a":1}⏎{"b":2}⏎[DONE]        | {"a":1} {"b":2} done
      {"a":⏎1}                      | {"a":1}
      {"a⏎{"b":2}                   | lost {"b":2}
      {"a":"x⏎y"}                   | lost
      {"a":1}⏎event: x⏎data: {"b":2} | {"a":1} words {"b":2}
      """)
  void linesOfOnePayloadMayBeSeveral(String payload, String expected) {
    var reader = new PayloadReader();
    var pieces = new ArrayList<>(reader.read(payload.replace('⏎', '\n')));
    pieces.addAll(reader.end());
    assertEquals(expected, told(pieces));
  }

  /// Wherever a payload is cut in two, it is read as if it were not.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {"choices":[{"index":0,"delta":{"content":"a \\"b\\" {c} [done] data: {"},"n":-1.5,"t":[true,null,{}]}]}
      {"type":"response.output_text.delta","delta":"\\ud83d\\ude00 x "}
      """)
  void anyCutOfAnObjectIsJoined(String payload) {
    for (int i = 1; i < payload.length(); i++) {
      for (int j = i; j < payload.length(); j++) {
        var reader = new PayloadReader();
        var pieces = new ArrayList<>(reader.read(payload.substring(0, i)));
        pieces.addAll(reader.read(payload.substring(i, j)));
        pieces.addAll(reader.read(payload.substring(j)));
        assertEquals(payload.replace("\\ud83d\\ude00", "😀"), told(pieces), i + " and " + j);
      }
    }
  }

  @Test
  void anObjectInPiecesHasALimit() {
    for (var last : List.of("xxxxxx\"}", "xxxxxxx\"}")) { // twenty characters in all, and one more
      var reader = new PayloadReader(20);
      var pieces = new ArrayList<>(reader.read("{\"a\":\""));
      pieces.addAll(reader.read("xxxxxx"));
      pieces.addAll(reader.read(last));
      assertEquals(last.length() == 8 ? "{\"a\":\"xxxxxxxxxxxx\"}" : "lost lost", told(pieces));
    }
  }

  @Test
  void aLongObjectEndsWhereItEnds() {
    var first = "{\"a\":\"" + "é😀\\n".repeat(40_000) + "\"}";
    assertEquals(first + " {\"b\":2}", told(new PayloadReader().read(first + "data: {\"b\":2}")));
  }

  private static String told(List<Piece> pieces) {
    return String.join(" ", pieces.stream().map(piece -> switch (piece) {
      case Piece.Message(var json) -> Json.text(json);
      case Piece.Done() -> "done";
      case Piece.Failure _ -> "failure";
      case Piece.Words _ -> "words";
      case Piece.Lost _ -> "lost";
    }).toList());
  }
}
