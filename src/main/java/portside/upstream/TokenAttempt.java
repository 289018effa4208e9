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
/// that, and the caller does not notice: a refusal is said before any work is done. So it is with a host that does not serve the account.
///
/// ```
///   asking ──token──► sending ──answer──► done
///     ▲                  │
///     └──401, once; 421──┘        a cancel ends whichever runs, and what would follow it
/// ```
final class TokenAttempt implements Attempt {
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int MISDIRECTED = 421;
  private static final int MOST_HOSTS = 4;

  private final HelidonUpstream upstream;
  private final String name;
  private final Credential.Token credential;
  private Cancellable running = () -> {};
  private Runnable task = () -> {};
  private boolean cancelled;

  /// @param name of the provider, for people
  TokenAttempt(HelidonUpstream upstream, String name, Credential.Token credential) {
    this.upstream = upstream;
    this.name = name;
    this.credential = credential;
  }

  @Override
  public SendResult send(String method, String path, Map<String, String> headers, byte[] body, boolean stream) {
    task.run();
    try {
      var token = token();
      var hosts = 1;
      var again = false;
      while (token.isPresent()) {
        var way = upstream.at(credential.source().base());
        var result = send(way, token.get(), method, path, headers, body, stream);
        if (!(result instanceof SendResult.Answered(var answer))) {
          return result;
        }
        if (answer.status() == MISDIRECTED && hosts < MOST_HOSTS && credential.source().misdirected(way.endpoint().base()).isPresent()) {
          hosts++;
        } else if (!again && refuses(answer, token.get())) {
          again = true;
        } else {
          return result;
        }
        answer.close();
        token = token();
      }
      return new SendResult.Cancelled();
    } catch (NoToken none) {
      return new SendResult.Unauthorised(fault(none.missing()));
    }
  }

  @Override
  public void whenWaiting(Runnable task) {
    this.task = task;
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

  private SendResult send(HelidonUpstream way, Secret token, String method, String path, Map<String, String> headers, byte[] body, boolean stream) {
    var attempt = new HelidonAttempt(way, credential.with(token));
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
