package portside.signin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import portside.provider.Secret;

/// Waits on the loopback for the browser that comes back from a sign-in (RFC 8252, 7.3). It listens on 127.0.0.1 alone, at any free port, and takes one
/// return; what a browser asks for beside it, such as an icon, finds nothing.
final class LoopbackRedirect implements AutoCloseable {
  private static final String PATH = "/oauth2callback";
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int WAITING_CONNECTIONS = 8;

  /// What the browser brought.
  private sealed interface Return {
    record Allowed(Secret code) implements Return {}

    record Denied(String why) implements Return {}
  }

  private final ServerSocket socket;
  private final byte[] state;
  private final BlockingQueue<Return> returned = new ArrayBlockingQueue<>(1);

  /// Begins to listen.
  ///
  /// @param state that the return must carry
  LoopbackRedirect(String state) throws IOException {
    this.state = state.getBytes(StandardCharsets.UTF_8);
    this.socket = new ServerSocket(0, WAITING_CONNECTIONS, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().name("sign-in").start(this::accept);
  }

  /// Where the browser has to come back to.
  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + PATH);
  }

  /// Waits for the return.
  ///
  /// @return the code that is worth a token
  /// @throws LoginFailed when the person said no, or it took too long
  Secret code(Duration within) throws LoginFailed, InterruptedException {
    return switch (returned.poll(within.toMillis(), TimeUnit.MILLISECONDS)) {
      case Return.Allowed(var code) -> code;
      case Return.Denied(var why) -> throw new LoginFailed(why);
      case null -> throw new LoginFailed("nobody has signed in within " + within.toMinutes() + " minutes");
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// A browser opens connections ahead on which nothing comes, so each has a thread.
  private void accept() {
    try {
      while (true) {
        var browser = socket.accept();
        Thread.ofVirtual().name("sign-in").start(() -> serve(browser));
      }
    } catch (IOException closed) {
      // The sign-in is over.
    }
  }

  private void serve(Socket browser) {
    try (browser) {
      browser.setSoTimeout(PATIENCE_MILLIS);
      var line = line(browser).split(" ");
      var target = line.length > 1 ? line[1] : "";
      var mark = target.indexOf('?');
      if (!line[0].equals("GET") || mark < 0 || !target.substring(0, mark).equals(PATH)) {
        answer(browser, "404 Not Found", "There is nothing here.");
        return;
      }
      var came = came(fields(target.substring(mark + 1)));
      var first = returned.offer(came);
      switch (came) {
        case Return.Allowed _ when first -> answer(browser, "200 OK", "You are signed in. Close this page and go back to the terminal.");
        case Return.Allowed _, Return.Denied _ -> answer(browser, "400 Bad Request", "The sign-in did not come about. Go back to the terminal.");
      }
    } catch (IOException | IllegalArgumentException e) {
      // A browser that breaks off, or something that is none; the person tries again.
    }
  }

  private Return came(Map<String, String> fields) {
    if (!MessageDigest.isEqual(state, fields.getOrDefault("state", "").getBytes(StandardCharsets.UTF_8))) {
      return new Return.Denied("the browser came back from another sign-in; begin anew");
    }
    var code = fields.getOrDefault("code", "");
    if (!code.isEmpty()) {
      return new Return.Allowed(new Secret(code));
    }
    return new Return.Denied(fields.getOrDefault("error", "").equals("access_denied") ? "the sign-in was denied" : "the sign-in server gave no code");
  }

  private static String line(Socket browser) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int octet; (octet = browser.getInputStream().read()) >= 0 && octet != '\n'; ) {
      if (line.size() == LONGEST_LINE) {
        throw new IOException("no request");
      }
      line.write(octet);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  private static Map<String, String> fields(String query) {
    var fields = new HashMap<String, String>();
    for (var part : query.split("&")) {
      var equals = part.indexOf('=');
      if (equals > 0) {
        fields.put(part.substring(0, equals), URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private static void answer(Socket browser, String status, String words) throws IOException {
    var page = "<!doctype html><meta charset=utf-8><title>Portside</title><p>" + words;
    browser.getOutputStream().write(("HTTP/1.1 " + status + "\r\ncontent-type: text/html; charset=utf-8\r\ncache-control: no-store\r\nreferrer-policy: no-referrer"
        + "\r\ncontent-length: " + page.length() + "\r\nconnection: close\r\n\r\n" + page).getBytes(StandardCharsets.US_ASCII));
    browser.getOutputStream().flush();
    browser.shutdownOutput();
    var rest = browser.getInputStream();
    for (var read = 0; read < LONGEST_LINE && rest.read() >= 0; read++) {
      // What is not read would make a reset of the answer.
    }
  }
}
