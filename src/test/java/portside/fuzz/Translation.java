package portside.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.WIRE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerFeed;
import portside.translate.Speaker;
import portside.translate.Translator;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.anthropic.ErrorBody;
import portside.wire.anthropic.EventWriter;
import portside.wire.anthropic.MessageAccumulator;
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
  static List<StreamEvent> events(Dialect row, byte[] body) {
    return events(row, body, false, body.length);
  }

  /// The events of a body that comes in pieces of random sizes.
  ///
  /// @param broken whether the connection breaks behind them
  static List<StreamEvent> pieces(Dialect row, byte[] body, boolean broken, RandomGenerator random) {
    return events(row, body, broken, 1 + random.nextInt(random.nextBoolean() ? 3 : 300));
  }

  private static List<StreamEvent> events(Dialect row, byte[] body, boolean broken, int piece) {
    var feed = new AnswerFeed(translator(row).answer());
    var events = new ArrayList<StreamEvent>();
    for (var from = 0; from < body.length; from += piece) {
      feed.bytes(body, from, Math.min(piece, body.length - from), events::add);
    }
    if (broken) {
      feed.fail(Fault.of(FaultKind.UNREACHABLE, "the connection broke"), events::add);
    } else {
      feed.end(events::add);
    }
    return events;
  }

  private static Translator translator(Dialect row) {
    return Speaker.of(row).translator(REQUEST, row, "");
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
    var accumulator = new MessageAccumulator();
    events.forEach(accumulator);
    var whole = accumulator.fault().map(fault -> ErrorBody.of(fault, "req_test")).orElseGet(accumulator::bytes);
    assertEquals(verdict.error() == null ? "message" : "error", Json.object(whole).getString("type"));
    Leaks.none(new String(whole, StandardCharsets.UTF_8), body);
    return verdict;
  }
}
