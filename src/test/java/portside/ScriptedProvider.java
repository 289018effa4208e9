package portside;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A provider on a real socket that does exactly what the test says, faults included. Each connection serves one request.
public final class ScriptedProvider implements AutoCloseable {
  /// What happens after a request was read.
  @FunctionalInterface
  public interface Script {
    /// Plays one answer.
    void play(Line line) throws Exception;
  }

  /// @param head request line and headers, names in lower case
  /// @param body as received
  public record Received(String line, Map<String, String> head, byte[] body) {
    /// The body as text.
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /// One connection, from the provider's side.
  public static final class Line {
    private final Socket socket;
    private final OutputStream out;

    Line(Socket socket) throws IOException {
      this.socket = socket;
      this.out = socket.getOutputStream();
    }

    /// Sends a whole answer with a length.
    public void whole(int status, String contentType, String body, String... headers) throws IOException {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      var head = new StringBuilder("HTTP/1.1 " + status + " X\r\ncontent-type: " + contentType + "\r\ncontent-length: " + bytes.length + "\r\nconnection: close\r\n");
      for (var header : headers) {
        head.append(header).append("\r\n");
      }
      raw(head.append("\r\n").toString());
      out.write(bytes);
      out.flush();
    }

    /// Sends a whole answer with a length and leaves the connection open for the next request.
    public void kept(String json) throws IOException {
      raw("HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: " + json.length() + "\r\n\r\n" + json);
    }

    /// Starts an event stream of HTTP chunks.
    public void stream() throws IOException {
      stream(200);
    }

    /// Starts one with another status.
    public void stream(int status) throws IOException {
      raw("HTTP/1.1 " + status + " X\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n");
    }

    /// Sends one `data:` event as one HTTP chunk.
    public void event(String data) throws IOException {
      chunk(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Sends bytes as one HTTP chunk.
    public void chunk(byte[] bytes) throws IOException {
      out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    /// Sends a text delta.
    public void text(String text) throws IOException {
      event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}");
    }

    /// Sends text deltas until the other side has closed the connection.
    ///
    /// @return whether it did within ten seconds
    public boolean textUntilClosed(String text) {
      var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
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
      raw("0\r\n\r\n");
    }

    /// Waits until the other side closes the connection.
    ///
    /// @return whether it did within ten seconds
    public boolean closedByPeer() throws IOException {
      socket.setSoTimeout(10_000);
      try {
        return socket.getInputStream().read() < 0;
      } catch (java.net.SocketTimeoutException e) {
        return false;
      } catch (IOException reset) {
        return true;
      }
    }

    /// Breaks the connection off.
    public void cut() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    private void raw(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
  }

  private final ServerSocket server;
  private final Deque<Script> scripts = new ArrayDeque<>();
  private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final List<Socket> open = new ArrayList<>();
  private volatile Throwable failure;

  /// Listens on a free port.
  public ScriptedProvider() throws IOException {
    server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /// The base URL.
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  /// The next request is answered so; the last script stays for all that follow.
  public synchronized ScriptedProvider then(Script script) {
    scripts.add(script);
    return this;
  }

  /// The next request that came; waits up to ten seconds for it.
  public Received take() throws InterruptedException {
    var next = received.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no request reached the provider", failure);
    }
    return next;
  }

  /// How many requests have come and were not taken.
  public int waiting() {
    return received.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
    synchronized (open) {
      for (var socket : open) {
        socket.close();
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        socket.setTcpNoDelay(true);
        synchronized (open) {
          open.add(socket);
        }
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      received.add(read(new BufferedInputStream(socket.getInputStream())));
      next().play(new Line(socket));
    } catch (Exception | AssertionError e) {
      failure = e;
    }
  }

  private synchronized Script next() {
    return scripts.size() > 1 ? scripts.poll() : scripts.peek();
  }

  private static Received read(InputStream in) throws IOException {
    var line = line(in);
    var head = new HashMap<String, String>();
    for (String header; !(header = line(in)).isEmpty(); ) {
      var colon = header.indexOf(':');
      head.put(header.substring(0, colon).toLowerCase(java.util.Locale.ROOT), header.substring(colon + 1).strip());
    }
    return new Received(line, head, in.readNBytes(Integer.parseInt(head.getOrDefault("content-length", "0"))));
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c; (c = in.read()) != '\n'; ) {
      if (c < 0) {
        throw new IOException("closed in a line");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /// Runs something on a thread of its own and counts down when it is over.
  static CountDownLatch later(Runnable work) {
    var done = new CountDownLatch(1);
    Thread.ofVirtual().start(() -> {
      work.run();
      done.countDown();
    });
    return done;
  }
}
