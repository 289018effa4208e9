package portside.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import portside.provider.Dialects;
import portside.provider.Provider;
import portside.translate.AnswerFeed;
import portside.translate.chat.ChatTranslator;
import portside.wire.Json;
import portside.wire.anthropic.ErrorBody;
import portside.wire.anthropic.EventWriter;
import portside.wire.anthropic.MessageFold;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// Runs a body through the translator of one fixed request, and judges all that would reach a client.
final class Translation {
  private static final MessagesRequest REQUEST = MessagesReader.read("""
      {"model":"claude-test","max_tokens":50,"stream":true,"stop_sequences":["HALT"],"messages":[{"role":"user","content":"hello"}],"tools":[
      {"name":"Read","input_schema":{"type":"object"}},{"name":"Bash","input_schema":{"type":"object"}},
      {"name":"edit_file","input_schema":{"type":"object"}},{"name":"edit_files","input_schema":{"type":"object"}}]}""".getBytes(StandardCharsets.UTF_8));

  private Translation() {}

  /// The events of a body that comes as one piece and ends cleanly.
  static List<StreamEvent> events(byte[] body) {
    return events(body, true, body.length);
  }

  /// The events of a body that comes in pieces of random sizes.
  static List<StreamEvent> pieces(byte[] body, boolean clean, RandomGenerator random) {
    return events(body, clean, 1 + random.nextInt(random.nextBoolean() ? 3 : 300));
  }

  private static List<StreamEvent> events(byte[] body, boolean clean, int piece) {
    var given = new ChatTranslator.Given("msg_test", "acme", 100, Instant.EPOCH, UnaryOperator.identity(), "");
    var feed = new AnswerFeed(new ChatTranslator(REQUEST, Dialects.STANDARD, "m", new Provider.Limits(0, 0, 0), "acme", given).answer());
    var events = new ArrayList<StreamEvent>();
    for (var from = 0; from < body.length; from += piece) {
      feed.bytes(body, from, Math.min(piece, body.length - from), events::add);
    }
    feed.end(clean, events::add);
    return events;
  }

  /// Judges the events, then their bytes as a stream and as a whole message.
  static StreamJudge.Verdict judge(List<StreamEvent> events, byte[] body) throws Json.Malformed {
    var verdict = StreamJudge.judge(events);
    var writer = new EventWriter("req_test");
    events.forEach(writer);
    var written = Arrays.copyOf(writer.buffer(), writer.length());
    var read = StreamJudge.judge(written);
    assertEquals(verdict.blocks().size(), read.blocks().size());
    Leaks.none(new String(written, StandardCharsets.UTF_8), body);
    var fold = new MessageFold();
    events.forEach(fold);
    var whole = fold.fault().map(fault -> ErrorBody.of(fault, "req_test")).orElseGet(fold::bytes);
    assertEquals(verdict.error() == null ? "message" : "error", Json.object(whole).getString("type"));
    Leaks.none(new String(whole, StandardCharsets.UTF_8), body);
    return verdict;
  }
}
