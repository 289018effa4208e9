package portside.exchange;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import portside.ledger.requests.Recording;
import portside.ledger.requests.UpstreamRequestRecord;
import portside.provider.Secret;
import portside.routing.Candidate;
import portside.upstream.SendResult;
import portside.upstream.UpstreamAnswer;

/// A provider's answer that is taken down while it is read.
final class RecordedAnswer implements UpstreamAnswer {
  private final UpstreamAnswer answer;
  private final Recording.Call call;

  private RecordedAnswer(UpstreamAnswer answer, Recording.Call call) {
    this.answer = answer;
    this.call = call;
  }

  /// What is sent, as it is taken down: headers that authorise stand with the names they have, and hidden values.
  static UpstreamRequestRecord request(int number, Candidate asked, String method, String path, Map<String, String> headers, byte[] body) {
    var all = new LinkedHashMap<>(headers);
    hide(asked.credential().headers(), all);
    hide(asked.provider().destination().headers(), all);
    return new UpstreamRequestRecord(number, asked.provider().name(), asked.model(), method, asked.provider().endpoint().url(asked.path(path)).toString(), all, body);
  }

  private static void hide(Map<String, Secret> secrets, Map<String, String> in) {
    secrets.forEach((name, value) -> in.put(name.toLowerCase(Locale.ROOT), value.toString()));
  }

  /// The same result; what comes of it is taken down.
  static SendResult of(SendResult result, Recording.Call call) {
    return call == Recording.Call.OFF ? result : switch (result) {
      case SendResult.Answered(var answer) -> {
        call.answered(answer.status(), answer.headers());
        yield new SendResult.Answered(new RecordedAnswer(answer, call));
      }
      case SendResult.Failed failed -> ended(failed, failed.fault().message(), call);
      case SendResult.Unauthorised none -> ended(none, none.fault().message(), call);
      case SendResult.Cancelled cancelled -> ended(cancelled, "cancelled", call);
    };
  }

  private static SendResult ended(SendResult result, String why, Recording.Call call) {
    call.failed(why);
    call.ended();
    return result;
  }

  @Override
  public int status() {
    return answer.status();
  }

  @Override
  public @Nullable String header(String name) {
    return answer.header(name);
  }

  @Override
  public Map<String, String> headers() {
    return answer.headers();
  }

  @Override
  public int read(byte[] buffer) throws Broken {
    try {
      var read = answer.read(buffer);
      if (read > 0) {
        call.piece(buffer, 0, read);
      }
      return read;
    } catch (Broken broken) {
      call.failed(broken.fault().message());
      throw broken;
    }
  }

  @Override
  public boolean ready() {
    return answer.ready();
  }

  @Override
  public void close() {
    try {
      answer.close();
    } finally {
      call.ended();
    }
  }
}
