package portside.upstream;

import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import portside.provider.Destination;
import portside.provider.Endpoint;
import portside.provider.Timeouts;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Says what went wrong on the way to a provider and back, in words for the person at the other end. Names the host and the setting, never a class or
/// a key.
final class Diagnosis {
  private static final String ALERT = "Received fatal alert: ";

  private final Endpoint endpoint;
  private final String name;
  private final Timeouts limits;
  private final Optional<String> proxy;
  private final String unknownAuthority;

  Diagnosis(Destination destination) {
    this.endpoint = destination.endpoint();
    this.proxy = destination.proxyOnTheWay().map(proxy -> "the proxy " + proxy.host() + ":" + proxy.port());
    this.unknownAuthority =
        destination.authorities().isEmpty()
            ? "no authority that Java trusts has issued it (CA_CERTS names a file with further ones, such as your company's)"
            : "no authority that Java trusts, and none of CA_CERTS, has issued it";
    this.name = destination.name();
    this.limits = destination.timeouts();
  }

  /// Name look-up or TCP failed.
  NoConnection noConnection(IOException cause) {
    var target = proxy.orElse(endpoint.toString());
    var setting = proxy.isPresent() ? "HTTPS_PROXY" : endpoint.setting();
    if (cause instanceof UnknownHostException) {
      return broken("cannot find the host of " + target + " (" + setting + "): there is no such name, or no network");
    }
    var refused = cause instanceof ConnectException && String.valueOf(cause.getMessage()).contains("refused");
    if (refused) {
      return new NoConnection(unreachable("cannot connect to " + target + " (is it running?)"), true);
    }
    return broken("cannot connect to " + target + ": there is no way to it from here");
  }

  /// The proxy hung up or answered something else than HTTP.
  NoConnection noTunnel() {
    return broken(proxy.orElse("the proxy") + " did not open a way to " + endpoint.hostAndPort() + " (HTTPS_PROXY)");
  }

  /// The proxy said no.
  NoConnection tunnelRefused(int status) {
    var why = status == 407 ? "it wants another user name and password" : "it answered with status " + status;
    return broken(proxy.orElse("the proxy") + " did not open a way to " + endpoint.hostAndPort() + ": " + why + " (HTTPS_PROXY)");
  }

  /// The TLS handshake failed.
  NoConnection noTls(IOException cause) {
    for (Throwable step = cause; step != null; step = step.getCause()) {
      var store = storeProblem(step);
      if (!store.isEmpty()) {
        return broken("no secure connection to " + endpoint + ": Java cannot load the authorities it trusts (javax.net.ssl.trustStore): " + store);
      }
      var problem =
          switch (step) {
            case CertificateExpiredException e -> "it has expired";
            case CertificateNotYetValidException e -> "it is not valid yet";
            case CertPathBuilderException e -> unknownAuthority;
            case CertificateException e when String.valueOf(e.getMessage()).startsWith("No ") -> "it was issued for another host";
            default -> "";
          };
      if (!problem.isEmpty()) {
        return broken("the certificate of " + endpoint + " cannot be trusted: " + problem);
      }
    }
    var said = String.valueOf(cause.getMessage());
    if (said.contains("Unsupported or unrecognized SSL message")) {
      return broken(endpoint + " does not speak TLS; should its address in " + endpoint.setting() + " begin with http:// ?");
    }
    var alert = said.startsWith(ALERT) ? ": it said " + said.substring(ALERT.length()) : "";
    return broken("no secure connection to " + endpoint + " came about" + alert);
  }

  /// The connection failed before the head of the answer was here.
  ///
  /// @param requestBytes the size of the request
  SendResult.Failed noAnswer(Exception cause, UpstreamConnection connection, int requestBytes) {
    if (!connection.sent()) {
      var large = requestBytes >= 100 * 1024 ? " (" + requestBytes / 1024 + " KB; is that too large for it?)" : "";
      return new SendResult.Failed(unreachable(name + " closed the connection before the request was sent" + large), SendResult.Stage.HUNG_UP);
    }
    var closed = cause instanceof UncheckedIOException || cause instanceof InsufficientDataAvailableException;
    var message = closed ? name + " closed the connection without an answer" : endpoint + " did not answer in HTTP";
    return new SendResult.Failed(unreachable(message), SendResult.Stage.UNANSWERED);
  }

  /// The head is of no use.
  SendResult.Failed unreadable(String encoding) {
    return new SendResult.Failed(unreachable(name + " compressed its answer with " + encoding + ", which it was not asked for"), SendResult.Stage.UNANSWERED);
  }

  /// The body broke off.
  Fault cutShort(IOException cause) {
    return unreachable(
        switch (cause) {
          case ZipException e -> name + " sent a compressed answer that cannot be unpacked";
          case ProtocolException e -> name + " sent an answer that breaks the rules of HTTP";
          case EOFException e -> name + " closed the connection in the middle of its answer";
          default -> "the connection to " + name + " broke in the middle of its answer";
        });
  }

  /// The call was ended from our side.
  Fault cut(Lifeline.Cut by) {
    return switch (by) {
      case CANCELLED -> Fault.of(FaultKind.API, "the request was cancelled");
      case CONNECT -> {
        var target = proxy.orElse(endpoint.toString());
        yield timeout("no connection to " + target + " within " + seconds(limits.connect()) + " (CONNECT_TIMEOUT)");
      }
      case REQUEST -> timeout(name + " did not answer within " + seconds(limits.request()) + " (REQUEST_TIMEOUT)");
      case FILLING -> {
        var idle = limits.idle().compareTo(limits.request()) > 0;
        yield timeout(name + " kept its answer open for " + seconds(idle ? limits.idle() : limits.request()) + " without saying anything in it ("
            + (idle ? "STREAM_IDLE_TIMEOUT" : "REQUEST_TIMEOUT") + ")");
      }
      case IDLE -> timeout(name + " fell silent for " + seconds(limits.idle()) + " in the middle of its answer (STREAM_IDLE_TIMEOUT)");
    };
  }

  /// A key store that was given to Java from outside is opened only now.
  private static String storeProblem(Throwable step) {
    return switch (step) {
      case KeyStoreException e -> unopened(e);
      case NoSuchAlgorithmException e -> unopened(e); // of the context that Java makes by itself
      case InvalidAlgorithmParameterException e when String.valueOf(e.getMessage()).contains("trustAnchors") ->
          "no authority can be read from it; is the file there, and is javax.net.ssl.trustStorePassword set?";
      default -> "";
    };
  }

  private static String unopened(Exception cause) {
    return has(UnrecoverableKeyException.class, cause) ? "its password is another (javax.net.ssl.trustStorePassword)" : "it is no key store";
  }

  private static boolean has(Class<? extends Throwable> kind, @Nullable Throwable thrown) {
    return thrown != null && (kind.isInstance(thrown) || has(kind, thrown.getCause()));
  }

  private static NoConnection broken(String message) {
    return new NoConnection(unreachable(message), false);
  }

  private static Fault unreachable(String message) {
    return Fault.of(FaultKind.UNREACHABLE, message);
  }

  private static Fault timeout(String message) {
    return Fault.of(FaultKind.TIMEOUT, message);
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
