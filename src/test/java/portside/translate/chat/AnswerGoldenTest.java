package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.translate.gemini.Gemini;
import portside.translate.messages.Messages;
import portside.translate.responses.Responses;
import portside.wire.anthropic.ErrorBody;
import portside.wire.anthropic.EventWriter;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// Every folder of `src/test/golden` that holds an `upstream-reply.sse` or `upstream-reply.json` says in `client-reply.sse` what a streaming client
/// is sent and in `client-reply.json` what another one is sent: in the standard dialect, or one with the columns that `dialect.txt` sets; a folder
/// `responses-…` speaks the Responses wire, `messages-…` Anthropic's format, `gemini-…` Gemini's own language. With `-Dgolden=write` the expected files are written anew; read the difference.
@Execution(ExecutionMode.CONCURRENT)
class AnswerGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/golden");

  @Test
  void everyFolderTranslatesAsWritten() throws IOException {
    int checked = 0;
    try (var folders = Files.list(GOLDEN)) {
      for (var folder : folders.sorted().toList()) {
        for (var name : List.of("upstream-reply.sse", "upstream-reply.json")) {
          if (Files.exists(folder.resolve(name))) {
            check(folder, Files.readAllBytes(folder.resolve(name)));
            checked++;
          }
        }
      }
    }
    assertTrue(checked > 60, "only " + checked + " folders");
  }

  private static void check(Path folder, byte[] upstream) throws IOException {
    var events = Responses.speaks(folder) ? Responses.events(upstream, upstream.length)
        : Messages.speaks(folder) ? Messages.events(upstream)
        : Gemini.speaks(folder) ? Gemini.events(upstream)
        : Answers.events(Answers.dialect(folder), upstream, upstream.length);
    StreamJudge.judge(events);
    var streamed = streamed(events);
    assertEquals(events.stream().map(AnswerGoldenTest::comparable).toList(),
        StreamJudge.read(streamed).stream().map(AnswerGoldenTest::comparable).toList(), folder + ": written and read again");
    compare(folder.resolve("client-reply.sse"), streamed);
    compare(folder.resolve("client-reply.json"), whole(events));
  }

  private static byte[] streamed(List<StreamEvent> events) {
    var writer = new EventWriter("req_test");
    events.forEach(writer);
    return Arrays.copyOf(writer.buffer(), writer.length());
  }

  private static byte[] whole(List<StreamEvent> events) {
    var accumulator = new MessageAccumulator();
    events.forEach(accumulator);
    return accumulator.fault().map(fault -> ErrorBody.of(fault, "req_test")).orElseGet(accumulator::bytes);
  }

  private static void compare(Path expected, byte[] actual) throws IOException {
    if ("write".equals(System.getProperty("golden"))) {
      Files.write(expected, actual);
    }
    assertEquals(Files.readString(expected), new String(actual, StandardCharsets.UTF_8), expected.toString());
  }

  /// An error has only its type and message on the wire; what an answer cost is not there, nor how long what was written to the cache is kept.
  private static String comparable(StreamEvent event) {
    return event instanceof StreamEvent.Error(var fault) ? fault.kind().type() + ": " + fault.message()
        : event.toString().replaceAll(", cacheCreationHour=.*, cost=[^]]*", "");
  }

  /// The folders of chat completions by name, for tests that go over all streams.
  static List<Path> streams() throws IOException {
    var streams = new ArrayList<Path>();
    try (var folders = Files.list(GOLDEN)) {
      folders.filter(folder -> !Responses.speaks(folder) && !Messages.speaks(folder) && !Gemini.speaks(folder))
          .map(folder -> folder.resolve("upstream-reply.sse")).filter(Files::exists).sorted().forEach(streams::add);
    }
    return streams;
  }
}
