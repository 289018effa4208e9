import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One kept-alive HTTP/1.1 connection. While an answer is under way a second thread waits for the peer's next byte;
/// the end of the stream there means that the peer has left, and is noticed at once.
final class Connection {

  /// What the search engine finds, whatever it is asked.
  private static final String FOUND = """
      {"query":"","results":[{"title":"Quays","url":"https://ships.example/quay","content":"They lie at the quay."}]}""";

  private final Socket socket;
  private final Script script;
  private final Journal journal;
  private PushbackInputStream in;
  private OutputStream out;

  Connection(Socket socket, Script script, Journal journal) {
    this.socket = socket;
    this.script = script;
    this.journal = journal;
  }

  void serve() {
    try (socket) {
      socket.setTcpNoDelay(true);
      in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()));
      out = socket.getOutputStream();
      for (var line = readLine(); !line.isEmpty(); line = readLine()) {
        answer(line);
      }
    } catch (IOException | InterruptedException e) {
      // The peer is gone; the journal has it where it matters.
    }
  }

  private void answer(String line) throws IOException, InterruptedException {
    var headers = readHeaders();
    if (line.startsWith("GET /search?")) {
      journal.search(line);
      sendWhole(200, "", FOUND);
      return;
    }
    var request = new ChatRequest(new Json(readBody(headers)));
    var scenario = request.scenario();
    int number = journal.request(line, headers, scenario, request.body().text());
    var left = new CountDownLatch(1);
    var watcher = Thread.startVirtualThread(() -> awaitNextByte(left));
    try {
      send(request, line.startsWith("POST ") ? script.next(request) : Reply.Said.text("hello"), left);
    } catch (IOException e) {
      left.countDown();
    }
    journal.outcome(left.getCount() == 0 ? "left" : "answered", number, scenario);
    watcher.join();
  }

  private void send(ChatRequest request, Reply reply, CountDownLatch left) throws IOException, InterruptedException {
    switch (reply) {
      case Reply.Refused refused -> sendWhole(refused.status(), refused.header(), refused.body());
      case Reply.Said said when !request.streamed() -> sendWhole(200, "", said.whole(request));
      case Reply.Said said -> sendStream(said.chunks(request));
      case Reply.Verbatim verbatim when !request.streamed() -> sendWhole(200, "", verbatim.whole());
      case Reply.Verbatim verbatim -> sendStream(verbatim.chunks());
      case Reply.Cut cut -> {
        openStream();
        for (var chunk : cut.said().chunks(request).subList(0, 3)) {
          sendEvent(chunk);
        }
        socket.close();
      }
      case Reply.Endless() -> {
        openStream();
        var word = Reply.Said.text("words\n\n").chunks(request).get(1);
        do {
          sendEvent(word);
        } while (!left.await(100, TimeUnit.MILLISECONDS));
      }
      case Reply.Silent() -> left.await();
    }
  }

  private void sendWhole(int status, String header, String body) throws IOException {
    write("HTTP/1.1 %d Scripted\r\ncontent-type: application/json\r\n%scontent-length: %d\r\n\r\n%s".formatted(
        status, header.isEmpty() ? "" : header + "\r\n", body.getBytes(StandardCharsets.UTF_8).length, body));
  }

  private void sendStream(List<String> chunks) throws IOException {
    openStream();
    for (var chunk : chunks) {
      sendEvent(chunk);
    }
    write("0\r\n\r\n");
  }

  private void openStream() throws IOException {
    write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
  }

  private void sendEvent(String data) throws IOException {
    var event = "data: " + data + "\n\n";
    write("%x\r\n%s\r\n".formatted(event.getBytes(StandardCharsets.UTF_8).length, event));
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void awaitNextByte(CountDownLatch left) {
    try {
      int next = in.read();
      if (next >= 0) {
        in.unread(next);
        return;
      }
    } catch (IOException e) {
      // A reset says the same as the end of the stream.
    }
    left.countDown();
  }

  private Map<String, String> readHeaders() throws IOException {
    var headers = new LinkedHashMap<String, String>();
    for (var line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private String readBody(Map<String, String> headers) throws IOException {
    if (!headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      return new String(in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))), StandardCharsets.UTF_8);
    }
    var body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(readLine(), 16); size > 0; size = Integer.parseInt(readLine(), 16)) {
      body.write(in.readNBytes(size));
      readLine();
    }
    readLine();
    return body.toString(StandardCharsets.UTF_8);
  }

  /// A line without its end; empty at the end of the stream too.
  private String readLine() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
