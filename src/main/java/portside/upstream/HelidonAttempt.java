package portside.upstream;

import io.helidon.common.buffers.DataReader.IncorrectNewLineException;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.ClientResponseHeaders;
import io.helidon.http.Http1HeadersParser;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webclient.http1.Http1StatusParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import portside.provider.Credential;

/// Makes one try: over a connection that is open already, else over a fresh one.
///
/// A kept connection may have been closed at the other end while it idled. When it breaks before anything of the answer has come, the same request
/// goes out once more over a fresh one, and the caller does not notice.
final class HelidonAttempt implements Attempt {
  /// A connection that breaks within this time may have been stale. One that was closed while idle breaks as soon as it is used; one that breaks
  /// later was being worked on.
  private static final long STALE = Duration.ofSeconds(3).toNanos();

  private static final int LINE = 256;
  private static final int HEAD = 64 * 1024;

  private record Message(String method, URI url, Map<String, String> headers, byte[] body, boolean stream) {}

  private final HelidonUpstream upstream;
  private final Credential credential;
  private final Lifeline lifeline;
  private Runnable task = () -> {};

  HelidonAttempt(HelidonUpstream upstream, Credential credential) {
    this.upstream = upstream;
    this.credential = credential;
    this.lifeline = new Lifeline(upstream.nanoTime());
  }

  @Override
  public SendResult send(String method, String path, Map<String, String> headers, byte[] body, boolean stream) {
    upstream.limits().watch(lifeline);
    SendResult outcome = null;
    try {
      outcome = overKeptOrFresh(new Message(method, upstream.endpoint().url(path), headers, body, stream));
    } finally {
      if (!(outcome instanceof SendResult.Answered)) {
        upstream.limits().forget(lifeline);
      }
    }
    // Our own cut looks like a broken connection to the reader; it is the better reason.
    return outcome instanceof SendResult.Failed ? lifeline.severed().map(this::ended).orElse(outcome) : outcome;
  }

  @Override
  public void whenWaiting(Runnable task) {
    this.task = task;
  }

  private void waits() {
    var due = task;
    task = () -> {};
    due.run();
  }

  @Override
  public void cancel() {
    lifeline.cut(Lifeline.Cut.CANCELLED);
  }

  private SendResult overKeptOrFresh(Message message) {
    var kept = upstream.pool().take();
    if (kept.isPresent()) {
      var begun = upstream.nanoTime().getAsLong();
      var outcome = exchange(kept.get(), message);
      var stale = !kept.get().answering() && upstream.nanoTime().getAsLong() - begun < STALE;
      if (outcome instanceof SendResult.Answered || lifeline.severed().isPresent() || !stale) {
        return outcome;
      }
      // The others have idled longer.
      upstream.pool().clear();
    }
    waits();
    try {
      return exchange(upstream.dialer().dial(lifeline), message);
    } catch (NoConnection e) {
      return e.outcome();
    }
  }

  private SendResult exchange(UpstreamConnection connection, Message message) {
    connection.begin(this::waits);
    var taken = false;
    try {
      lifeline.hold(connection);
      lifeline.limit(Lifeline.Cut.REQUEST, upstream.timeouts().request());
      var answer = answer(connection, message);
      taken = true; // the answer closes it
      lifeline.noLimit();
      return unreadable(answer).orElse(new SendResult.Answered(answer));
    } catch (IOException
        | UncheckedIOException
        | InsufficientDataAvailableException
        | IncorrectNewLineException
        | IllegalStateException
        | IllegalArgumentException e) {
      // The last three are how the WebClient says that it was not spoken to in HTTP.
      return upstream.diagnosis().noAnswer(e, connection, message.body().length);
    } finally {
      if (!taken) {
        connection.close();
      }
    }
  }

  /// Sends the request and reads the head. The WebClient's response is not closed: body and connection are the answer's.
  private HelidonAnswer answer(UpstreamConnection connection, Message message) throws IOException {
    var request = upstream.http().method(Method.create(message.method())).uri(message.url()).connection(connection);
    upstream.headers().of(credential, message.stream(), message.headers()).forEach(request::header);
    var response = message.body().length == 0 ? request.request() : request.submit(message.body());
    var status = response.status();
    var headers = response.headers();
    while (status.family() == Status.Family.INFORMATIONAL) {
      status = Http1StatusParser.readStatus(connection.reader(), LINE);
      headers = ClientResponseHeaders.create(Http1HeadersParser.readHeaders(connection.reader(), HEAD, false));
    }
    connection.headIsRead();
    return new HelidonAnswer(upstream, lifeline, connection, status.code(), headers, message.method().equals("HEAD"));
  }

  private Optional<SendResult> unreadable(HelidonAnswer answer) {
    var encoding = ContentDecoding.unreadable(answer.header("content-encoding"));
    encoding.ifPresent(name -> answer.close());
    return encoding.map(upstream.diagnosis()::unreadable);
  }

  private SendResult ended(Lifeline.Cut by) {
    return switch (by) {
      case CANCELLED -> new SendResult.Cancelled();
      case CONNECT -> new SendResult.Failed(upstream.diagnosis().cut(by), SendResult.Stage.NOT_REACHED);
      case REQUEST, IDLE, FILLING -> new SendResult.Failed(upstream.diagnosis().cut(by), SendResult.Stage.UNANSWERED);
    };
  }
}
