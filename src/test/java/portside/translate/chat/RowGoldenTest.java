package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static portside.provider.dialect.Column.WIRE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import portside.provider.KnownRows;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerFeed;
import portside.translate.Speaker;
import portside.translate.Translator;
import portside.wire.anthropic.ErrorBody;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// What each row of the dialect table makes of the same four things: a request with everything in it, an answer as a stream, the same answer
/// as a whole, and an error. `src/test/golden-rows/<row>/` holds what comes of them; with `-Dgolden=write` it is written anew.
@Execution(ExecutionMode.CONCURRENT)
class RowGoldenTest {
  private static final Path FOLDER = Path.of("src/test/golden-rows");
  private static final MessagesRequest REQUEST = read(Path.of("src/test/golden/request-everything/client-request.json"));

  static List<Dialect> rows() {
    return KnownRows.all();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void requestAnswerAndErrorAreAsWritten(Dialect row) throws Exception {
    var translator = translator(row);
    var wire = row.get(WIRE).name().toLowerCase(Locale.ROOT);
    compare(row, "upstream-request.json", GoldenRequestsTest.pretty(translator.request().body()));
    var refused = translator.refused(400, _ -> null, Files.readAllBytes(FOLDER.resolve("error.json")));
    compare(row, "client-error.json", new String(ErrorBody.of(refused.fault(), "req_test"), StandardCharsets.UTF_8) + "\n");
    var streamed = message(translator(row), wire + "-reply.sse");
    compare(row, "client-reply.json", streamed);
    assertEquals(streamed, message(translator(row), wire + "-reply.json"), "the whole answer is the stream's");
  }

  @Test
  void noFolderIsLeftOver() throws IOException {
    assumeFalse("write".equals(System.getProperty("golden")));
    try (var folders = Files.list(FOLDER)) {
      var names = folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).sorted().toList();
      assertEquals(rows().stream().map(Dialect::name).sorted().toList(), names);
    }
  }

  private static Translator translator(Dialect row) {
    return Speaker.of(row).translator(REQUEST, row, "conversation-1");
  }

  private static String message(Translator translator, String reply) throws Exception {
    var body = Files.readAllBytes(FOLDER.resolve(reply));
    var events = new ArrayList<StreamEvent>();
    translator.request();
    var feed = new AnswerFeed(translator.answer());
    feed.bytes(body, 0, body.length, events::add);
    feed.end(events::add);
    var said = events.stream().anyMatch(StreamEvent.Verbatim.class::isInstance) ? passed(events) : events;
    StreamJudge.judge(said);
    var accumulator = new MessageAccumulator();
    said.forEach(accumulator);
    return GoldenRequestsTest.pretty(accumulator.bytes());
  }

  /// The events of an answer that passes as it comes.
  private static List<StreamEvent> passed(List<StreamEvent> events) {
    var bytes = new ByteArrayOutputStream();
    events.forEach(event -> bytes.writeBytes(((StreamEvent.Verbatim) event).bytes()));
    return StreamJudge.read(bytes.toByteArray());
  }

  private static void compare(Dialect row, String name, String actual) throws IOException {
    var expected = FOLDER.resolve(row.name()).resolve(name);
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(expected.getParent());
      Files.writeString(expected, actual);
    }
    assertEquals(Files.readString(expected), actual, expected.toString());
  }

  private static MessagesRequest read(Path file) {
    try {
      return MessagesReader.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
