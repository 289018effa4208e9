package portside.upstream;

import java.util.Map;
import java.util.Optional;
import portside.provider.Credential;
import portside.provider.MissingToken;
import portside.provider.NoToken;
import portside.provider.Secret;
import portside.provider.TokenSource;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Makes one try whose token is asked for first. When the provider refuses the token and there is another, the same request goes out once more with
/// that, and the caller does not notice: a refusal is said before any work is done.
///
/// ```
///   asking ──token──► sending ──answer──► done
///     ▲                  │
///     └──401, once───────┘        a cancel ends whichever runs, and what would follow it
/// ```
final class TokenAttempt implements Attempt {
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;

  private final HelidonUpstream upstream;
  private final String name;
  private final Credential.Token credential;
  private Cancellable running = () -> {};
  private boolean cancelled;

  /// @param name of the provider, for people
  TokenAttempt(HelidonUpstream upstream, String name, Credential.Token credential) {
    this.upstream = upstream;
    this.name = name;
    this.credential = credential;
  }

  @Override
  public SendResult send(String method, String path, Map<String, String> headers, byte[] body, boolean stream) {
    try {
      var first = token();
      if (first.isEmpty()) {
        return new SendResult.Cancelled();
      }
      var result = send(first.get(), method, path, headers, body, stream);
      if (!(result instanceof SendResult.Answered(var answer) && refuses(answer, first.get()))) {
        return result;
      }
      answer.close();
      var second = token();
      return second.isEmpty() ? new SendResult.Cancelled() : send(second.get(), method, path, headers, body, stream);
    } catch (NoToken none) {
      return new SendResult.Unauthorised(fault(none.missing()));
    }
  }

  @Override
  public void cancel() {
    Cancellable now;
    synchronized (this) {
      cancelled = true;
      now = running;
    }
    now.cancel();
  }

  private Optional<Secret> token() throws NoToken {
    try (TokenSource.Asked asked = credential.source().ask()) {
      return goesOn(asked::close) ? asked.await() : Optional.empty();
    }
  }

  private SendResult send(Secret token, String method, String path, Map<String, String> headers, byte[] body, boolean stream) {
    var attempt = new HelidonAttempt(upstream, credential.with(token));
    return goesOn(attempt) ? attempt.send(method, path, headers, body, stream) : new SendResult.Cancelled();
  }

  private boolean refuses(UpstreamAnswer answer, Secret token) {
    return (answer.status() == UNAUTHORISED || answer.status() == FORBIDDEN) && credential.source().refused(token, answer.status());
  }

  /// @return false when the call was cancelled
  private synchronized boolean goesOn(Cancellable next) {
    running = next;
    return !cancelled;
  }

  private Fault fault(MissingToken missing) {
    var kind = missing.mend() == MissingToken.Mend.WAITING ? FaultKind.UNREACHABLE : FaultKind.AUTHENTICATION;
    return Fault.of(kind, missing.told(name));
  }
}
