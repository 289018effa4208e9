package portside.fake;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One connection of a [FakeServer], from the server's side: what it reads, what it answers, what it does wrong.
///
/// Faults have names: it says nothing and waits ([#awaitClosed]), speaks without end ([#textUntilClosed]), breaks off ([#cut]), or sends bytes
/// that are no answer ([#bytes]).
public final class Line {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final Consumer<Request> seen;
  private final PushbackInputStream in;
  private final OutputStream out;
  private Request asked;

  Line(Socket socket, Consumer<Request> seen) throws IOException {
    this.socket = socket;
    this.seen = seen;
    this.in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
  }

  /// What lies below.
  public Socket socket() {
    return socket;
  }

  /// Reads the next request; empty when the other side has closed the connection.
  ///
  /// @throws IOException also when it closes within a request
  public Optional<Request> read() throws IOException {
    if (ended()) {
      return Optional.empty();
    }
    var written = new StringBuilder();
    var line = line(written);
    var head = new LinkedHashMap<String, String>();
    for (var header = line(written); !header.isEmpty(); header = line(written)) {
      var colon = header.indexOf(':');
      head.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    var chunked = head.getOrDefault("transfer-encoding", "").equals("chunked");
    var body = chunked ? chunks() : in.readNBytes(Integer.parseInt(head.getOrDefault("content-length", "0")));
    var request = new Request(line, head, body, written.toString());
    asked = request;
    seen.accept(request);
    return Optional.of(request);
  }

  /// The request that was read last.
  public Request asked() {
    return asked;
  }

  /// Reads the next request and gives its line and headers as they came; an empty string when the other side has closed the connection.
  public String request() throws IOException {
    return read().map(Request::written).orElse("");
  }

  /// Sends a whole answer with a length, the last of this connection.
  public void whole(int status, String contentType, String body, String... headers) throws IOException {
    answer(status, contentType, body, "connection: close\r\n" + lines(headers));
  }

  /// Sends a whole answer of JSON with a length and leaves the connection open for the next request.
  public void kept(String json) throws IOException {
    kept(200, json);
  }

  /// The same with another status.
  public void kept(int status, String json, String... headers) throws IOException {
    answer(status, "application/json", json, lines(headers));
  }

  /// Starts an event stream of HTTP chunks, the last answer of this connection.
  public void stream() throws IOException {
    stream(200);
  }

  /// The same with another status.
  public void stream(int status) throws IOException {
    startStream(status, "connection: close\r\n");
  }

  /// Starts an event stream of HTTP chunks and leaves the connection open for the next request.
  public void keptStream() throws IOException {
    startStream(200, "");
  }

  /// Sends one `data:` event as one HTTP chunk.
  public void event(String data) throws IOException {
    chunk(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Sends bytes as one HTTP chunk.
  public void chunk(byte[] bytes) throws IOException {
    var chunk = new ByteArrayOutputStream(bytes.length + 16);
    chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    chunk.writeBytes(bytes);
    chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    bytes(chunk.toByteArray());
  }

  /// Sends a text delta.
  public void text(String text) throws IOException {
    event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}");
  }

  /// Sends text deltas until the other side has closed the connection.
  ///
  /// @return whether it did within ten seconds
  public boolean textUntilClosed(String text) {
    var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    try {
      while (System.nanoTime() < end) {
        text(text);
      }
      return false;
    } catch (IOException closed) {
      return true;
    }
  }

  /// Ends the event stream as a good provider does.
  public void finish() throws IOException {
    event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}");
    event("[DONE]");
    chunkEnd();
  }

  /// Ends the chunked body.
  public void chunkEnd() throws IOException {
    bytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /// Sends text with `\n` as CRLF.
  public void say(String text) throws IOException {
    bytes(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends bytes as they are.
  public void bytes(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /// Waits until the other side closes the connection or sends more.
  ///
  /// @return whether it closed it within ten seconds
  public boolean closedByPeer() throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    try {
      return ended();
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /// Waits until the other side closes the connection or begins its next request.
  ///
  /// @return whether it closed it
  public boolean leaves() {
    try {
      return ended();
    } catch (IOException reset) {
      return true;
    }
  }

  /// Waits until the other side closes the connection; what it sends until then is lost.
  public void awaitClosed() {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException reset) {
      // That closes it too.
    }
  }

  /// Breaks the connection off.
  public void cut() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private void answer(int status, String contentType, String body, String headers) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var head = "HTTP/1.1 " + status + " X\r\ncontent-type: " + contentType + "\r\ncontent-length: " + bytes.length + "\r\n" + headers + "\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    bytes(bytes);
  }

  private void startStream(int status, String headers) throws IOException {
    var head = "HTTP/1.1 " + status + " X\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n" + headers + "\r\n";
    bytes(head.getBytes(StandardCharsets.US_ASCII));
  }

  private static String lines(String... headers) {
    return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
  }

  private boolean ended() throws IOException {
    var next = in.read();
    if (next >= 0) {
      in.unread(next);
    }
    return next < 0;
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    var unseen = new StringBuilder();
    for (var size = Integer.parseInt(line(unseen), 16); size > 0; size = Integer.parseInt(line(unseen), 16)) {
      body.write(in.readNBytes(size));
      line(unseen);
    }
    line(unseen);
    return body.toByteArray();
  }

  private String line(StringBuilder written) throws IOException {
    var begins = written.length();
    for (int next; (next = in.read()) != '\n'; ) {
      if (next < 0) {
        throw new IOException("closed within a request");
      }
      written.append((char) next);
    }
    var line = written.substring(begins).stripTrailing();
    written.append('\n');
    return line;
  }
}
