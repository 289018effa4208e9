package portside;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A client that sends bytes as a test writes them, and reads what comes back.
public final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /// Connects; whatever it reads must come within ten seconds.
  public RawClient(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(10_000);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// A request with a body of known length.
  public static String post(String path, String body, String... headers) {
    var lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + lines + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /// A request whose body is written in chunks by the test.
  public static String chunked(String path, String chunks) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
  }

  /// Sends the text, a byte for each character.
  public RawClient send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /// Reads a whole answer with `Content-Length`: its head, and its body behind an empty line.
  public String answer() throws IOException {
    var head = readUntil("\r\n\r\n");
    var length = head.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:")).findFirst().orElse("content-length:0");
    return head + new String(in.readNBytes(Integer.parseInt(length.substring(15).strip())), StandardCharsets.UTF_8);
  }

  /// Reads up to and with that text.
  public String readUntil(String text) throws IOException {
    var seen = new StringBuilder();
    while (seen.indexOf(text, seen.length() - text.length()) < 0) {
      var next = in.read();
      if (next < 0) {
        throw new AssertionError("ended before \"" + text + "\": " + seen);
      }
      seen.append((char) next);
    }
    return seen.toString();
  }

  /// Reads to the end of the connection.
  public String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Ends the connection with a reset in place of a close.
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
