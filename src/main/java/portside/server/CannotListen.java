package portside.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/// The port cannot be opened. Its message says why, for people.
public final class CannotListen extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int FIRST_FREE_FOR_ALL = 1024;
  private static final int LOOK_MILLIS = 500;

  private final Reason reason;

  /// What is in the way. It is found out by trying, since the words of the system come in its own language.
  public enum Reason {
    HELD("another process holds the port"),
    NEEDS_RIGHTS("ports below 1024 are for root"),
    NOT_OURS("this machine has no such address"),
    UNKNOWN_HOST("no address is known for that name");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private CannotListen(Reason reason, @Nullable Throwable cause) {
    super(reason.words, cause);
    this.reason = reason;
  }

  /// What is in the way.
  public Reason reason() {
    return reason;
  }

  /// Finds out what is in the way of an address that could not be bound.
  static CannotListen because(String host, int port, @Nullable IOException failed) {
    return new CannotListen(reason(new InetSocketAddress(host, port)), failed);
  }

  private static Reason reason(InetSocketAddress address) {
    if (address.isUnresolved()) {
      return Reason.UNKNOWN_HOST;
    }
    if (!isOurs(address.getAddress())) {
      return Reason.NOT_OURS;
    }
    return address.getPort() >= FIRST_FREE_FOR_ALL || answers(address) ? Reason.HELD : Reason.NEEDS_RIGHTS;
  }

  private static boolean isOurs(InetAddress address) {
    try (var socket = new Socket()) {
      socket.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answers(InetSocketAddress address) {
    try (var socket = new Socket()) {
      socket.connect(address, LOOK_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
