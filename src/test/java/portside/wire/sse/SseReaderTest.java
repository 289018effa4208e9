package portside.wire.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseReaderTest {
  private record Event(String name, String data) {}

  private static List<Event> read(byte[] bytes, int... splits) throws SseReader.TooLarge {
    var events = new ArrayList<Event>();
    var reader = new SseReader();
    int from = 0;
    for (int split : splits) {
      reader.push(bytes, from, split - from, (name, data) -> events.add(new Event(name, data)));
      from = split;
    }
    reader.push(bytes, from, bytes.length - from, (name, data) -> events.add(new Event(name, data)));
    reader.end((name, data) -> events.add(new Event(name, data)));
    return events;
  }

  private static List<Event> read(String text) throws SseReader.TooLarge {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Event> data(String... data) {
    var events = new ArrayList<Event>();
    for (var one : data) {
      events.add(new Event("", one));
    }
    return events;
  }

  @Test
  void linesEndInLineFeedCarriageReturnOrBoth() throws SseReader.TooLarge {
    assertEquals(data("a", "b", "c", "d"), read("data: a\n\ndata: b\r\n\r\ndata: c\r\rdata: d\n\r\n"));
  }

  @Test
  void oneSpaceAfterTheColonGoes() throws SseReader.TooLarge {
    assertEquals(data("a", "b", " c", ""), read("data:a\n\ndata: b\n\ndata:  c\n\ndata\n\n"));
  }

  @Test
  void dataLinesAreJoined() throws SseReader.TooLarge {
    assertEquals(data("a\nb\n\nc"), read("data: a\ndata: b\ndata:\ndata: c\n\n"));
  }

  @Test
  void commentsAndOtherFieldsAreIgnored() throws SseReader.TooLarge {
    assertEquals(data("a"), read(": PROCESSING\n\nid: 7\nretry: 10\nfoo: bar\ndata: a\n: more\n\n:\n\n"));
  }

  @Test
  void theEventNameIsGiven() throws SseReader.TooLarge {
    assertEquals(List.of(new Event("error", "a"), new Event("", "b")), read("event: error\ndata: a\n\ndata: b\n\n"));
  }

  @Test
  void anEventWithoutDataIsNone() throws SseReader.TooLarge {
    assertEquals(data("b"), read("event: ping\n\ndata: b\n\n"));
  }

  @Test
  void theLastEventNeedsNoBlankLine() throws SseReader.TooLarge {
    assertEquals(data("a", "b"), read("data: a\n\ndata: b\n"));
    assertEquals(data("a", "b"), read("data: a\n\ndata: b"));
  }

  @Test
  void aByteOrderMarkGoes() throws SseReader.TooLarge {
    assertEquals(data("a\uFEFF"), read("\uFEFFdata: a\uFEFF\n\n"));
  }

  /// Only the whole mark, only once, and only before the first line.
  @ParameterizedTest
  @CsvSource({"EFBBBF, true", "EFBBBE, false", "EFBABF, false", "EEBBBF, false", "EFBB, false", "EF, false", "EFBBBFEFBBBF, false", "0AEFBBBF, false"})
  void nothingLessThanAMarkGoes(String hex, boolean goes) throws SseReader.TooLarge {
    var mark = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    assertEquals(goes ? data("a") : List.of(), read((mark + "data: a\n\n").getBytes(StandardCharsets.ISO_8859_1)));
    assertEquals(data("a"), read((mark + "\ndata: a\n\n").getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void everySplitGivesTheSameEvents() throws SseReader.TooLarge {
    var bytes = "\uFEFF: hi\r\n\r\nevent: x\r\ndata: é漢😀\r\n\r\ndata: a\ndata: b\r\rdata:c\n\nid: 1\r\n\ndata: [DONE]".getBytes(StandardCharsets.UTF_8);
    var whole = read(bytes);
    assertEquals(List.of(new Event("x", "é漢😀"), new Event("", "a\nb"), new Event("", "c"), new Event("", "[DONE]")), whole);
    for (int i = 0; i <= bytes.length; i++) {
      for (int j = i; j <= bytes.length; j++) {
        assertEquals(whole, read(bytes, i, j), "split at " + i + " and " + j);
      }
    }
  }

  @Test
  void aLineOfMegabytesIsFine() throws SseReader.TooLarge {
    var long1 = "x".repeat(5_000_000);
    assertEquals(data(long1, "b"), read("data: " + long1 + "\n\ndata: b\n\n"));
  }

  @Test
  void anEventBeyondTheLimitIsRefused() {
    var bytes = ("data: " + "x".repeat(200) + "\n\n").getBytes(StandardCharsets.UTF_8);
    assertThrows(SseReader.TooLarge.class, () -> new SseReader(100).push(bytes, 0, bytes.length, (_, _) -> {}));
    assertThrows(SseReader.TooLarge.class, () -> {
      var reader = new SseReader(100);
      for (int i = 0; i < 150; i++) {
        reader.push(bytes, i, 1, (_, _) -> {});
      }
    });
    var lines = "data: 123456789\n".repeat(20).getBytes(StandardCharsets.UTF_8);
    assertThrows(SseReader.TooLarge.class, () -> new SseReader(100).push(lines, 0, lines.length, (_, _) -> {}));
  }

  @Test
  void anEventMayHaveJustTheLimit() throws SseReader.TooLarge {
    var line = ("data: " + "x".repeat(94) + "\n").getBytes(StandardCharsets.UTF_8);
    new SseReader(100).push(line, 0, line.length, (_, _) -> {});
    var inPieces = new SseReader(100);
    for (int i = 0; i < line.length; i++) {
      inPieces.push(line, i, 1, (_, _) -> {});
    }
    assertThrows(SseReader.TooLarge.class, () -> new SseReader(99).push(line, 0, line.length, (_, _) -> {}));
    assertThrows(SseReader.TooLarge.class, () -> new SseReader(99).push(line, 0, line.length - 1, (_, _) -> {}));
    var next = new SseReader(199);
    next.push(line, 0, line.length, (_, _) -> {});
    assertThrows(SseReader.TooLarge.class, () -> next.push(line, 0, line.length - 1, (_, _) -> {}));
  }

  @Test
  void theLimitIsSixtyFourMebibytes() throws SseReader.TooLarge {
    var comment = (":" + "x".repeat((1 << 20) - 1) + "\n").getBytes(StandardCharsets.UTF_8);
    var reader = new SseReader();
    for (int i = 0; i < 64; i++) {
      reader.push(comment, 0, comment.length, (_, _) -> {});
    }
    var beyond = assertThrows(SseReader.TooLarge.class, () -> reader.push(comment, 0, 1, (_, _) -> {}));
    assertEquals("an event is larger than 67108864 bytes", beyond.getMessage());
  }

  /// What several servers write beside the grammar; `/` stands for the end of a line, and what is given is each event as `name=data`.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      DATA: a/Event: x//               | x=a
      ~  data: a/\tdata: b//~         | =a;b
      ~data:/ //~                      | =;
      ~data: a/  //~                   | =a;
      {"a":1}//                        | ={"a":1}
      ~  {"a":/1}//~                   | ={"a":;1}
      data: a/b c: d//                 | =a;b c: d
      data: a/b//                      | =a;b
      data: a/b-c_9: d//               | =a
      a: b/c//                         | ~~
      data: a/error//                  | =a;error
      data: a/error: b//               | =a,error=b
      error: a/error: b//              | error=a;b
      event: error/error: b//          | error=b
      eventually: x/dat: y/data: z//   | =z
      """)
  void nothingIsLostThatIsWrittenBesideTheGrammar(String written, String expected) throws SseReader.TooLarge {
    var bytes = written.replace('/', '\n').replace("\\t", "\t").getBytes(StandardCharsets.UTF_8);
    for (int split = 0; split <= bytes.length; split++) {
      var told = read(bytes, split).stream().map(event -> event.name() + "=" + event.data().replace('\n', ';')).collect(Collectors.joining(","));
      assertEquals(expected, told, "split at " + split);
    }
  }
}
