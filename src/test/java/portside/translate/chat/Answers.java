package portside.translate.chat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import portside.provider.Dialects;
import portside.translate.AnswerFeed;
import portside.translate.thought.Maker;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// Runs provider answers through a [ChatAnswer] of a fixed request.
final class Answers {
  /// The request all tests answer.
  static final ChatAnswer.Context CONTEXT =
      new ChatAnswer.Context("msg_test", "claude-test", 100, UnaryOperator.identity(),
          Set.of("Read", "Bash", "edit_file", "edit_files"), List.of("HALT"), 50, new Maker("acme", "model-x"), Dialects.STANDARD, "acme");

  private Answers() {}

  static ChatAnswer answer() {
    return new ChatAnswer(CONTEXT);
  }

  /// The events of a body that arrives in pieces of at most this size and ends cleanly.
  static List<StreamEvent> events(byte[] body, int pieceSize) {
    var feed = new AnswerFeed(answer());
    var events = new ArrayList<StreamEvent>();
    for (int from = 0; from < body.length; from += pieceSize) {
      feed.bytes(body, from, Math.min(pieceSize, body.length - from), events::add);
    }
    feed.end(true, events::add);
    return events;
  }

  /// The events of a body that arrives at once and ends cleanly.
  static List<StreamEvent> events(String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return events(bytes, Math.max(1, bytes.length));
  }

  /// The judged events of a stream of these payloads.
  static StreamJudge.Verdict stream(String... payloads) {
    return StreamJudge.judge(events(sse(payloads)));
  }

  /// A stream of these payloads; each stands on one line.
  static String sse(String... payloads) {
    var body = new StringBuilder();
    for (var payload : payloads) {
      body.append("data: ").append(payload).append("\n\n");
    }
    return body.toString();
  }

  /// A chunk with this delta.
  static String delta(String delta) {
    return "{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}";
  }

  /// A chunk that ends the answer.
  static String finish(String reason) {
    return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
  }
}
