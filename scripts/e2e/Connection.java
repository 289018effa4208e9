import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import portside.fake.Line;
import portside.fake.Request;

/// One kept-alive HTTP/1.1 connection. While an answer is under way a second thread waits for the peer's next byte;
/// the end of the stream there means that the peer has left, and is noticed at once.
final class Connection {

  /// What the search engine finds, whatever it is asked.
  private static final String FOUND = """
      {"query":"","results":[{"title":"Quays","url":"https://ships.example/quay","content":"They lie at the quay."}]}""";

  /// What GitHub Copilot lists.
  private static final String COPILOT = """
      {"data":[%s,%s,%s]}""".formatted(listed("claude-opus-4.6", "/v1/messages"), listed("gpt-5.6", "/responses"), listed("gpt-5-mini", "/chat/completions"));

  private final Line line;
  private final Script script;
  private final Journal journal;
  private final Journal claude;

  /// @param claude the journal of what is asked in Anthropic's language
  Connection(Line line, Script script, Journal journal, Journal claude) {
    this.line = line;
    this.script = script;
    this.journal = journal;
    this.claude = claude;
  }

  private static String listed(String model, String endpoint) {
    return """
        {"id":"%s","policy":{"state":"enabled"},"model_picker_enabled":true,"supported_endpoints":["%s"],"capabilities":{"type":"chat",\
        "limits":{"max_prompt_tokens":128000,"max_output_tokens":64000},\
        "supports":{"vision":true,"adaptive_thinking":true,"reasoning_effort":["low","medium","high"]}}}""".formatted(model, endpoint);
  }

  /// Answers until the peer is gone; the journal has it where it matters.
  void serve() throws IOException, InterruptedException {
    for (var request = line.read(); request.isPresent(); request = line.read()) {
      answer(request.get());
    }
  }

  private void answer(Request received) throws IOException, InterruptedException {
    if (received.line().startsWith("GET /search?")) {
      journal.search(received.line());
      line.kept(FOUND);
      return;
    }
    if (received.line().startsWith("GET /copilot/models ")) {
      line.kept(COPILOT);
      return;
    }
    var wire = Wire.of(received.line());
    var request = wire.read(received.line(), new Json(received.text()));
    var scenario = request.scenario();
    var told = wire == Wire.MESSAGES ? claude : journal;
    int number = told.request(received.line(), received.head(), scenario, received.text());
    var left = new CountDownLatch(1);
    var watcher = Thread.startVirtualThread(() -> {
      if (line.leaves()) {
        left.countDown();
      }
    });
    try {
      send(wire, request, received.line().startsWith("POST ") ? script.next(request) : Reply.Said.text("hello"), left);
    } catch (IOException e) {
      left.countDown();
    }
    told.outcome(left.getCount() == 0 ? "left" : "answered", number, scenario);
    watcher.join();
  }

  private void send(Wire wire, ChatRequest request, Reply reply, CountDownLatch left) throws IOException, InterruptedException {
    switch (reply) {
      case Reply.Refused refused -> line.kept(refused.status(), refused.body(), refused.headers().toArray(String[]::new));
      case Reply.Said said when !request.streamed() -> line.kept(wire.whole(request, said));
      case Reply.Said said -> {
        line.keptStream();
        wire.stream(line, request, said);
        line.chunkEnd();
      }
      case Reply.Verbatim verbatim when !request.streamed() -> line.kept(verbatim.whole());
      case Reply.Verbatim verbatim -> {
        line.keptStream();
        for (var chunk : verbatim.chunks()) {
          line.event(chunk);
        }
        line.chunkEnd();
      }
      case Reply.Cut cut -> {
        line.keptStream();
        for (var chunk : cut.said().chunks(request).subList(0, 3)) {
          line.event(chunk);
        }
        line.socket().close();
      }
      case Reply.Endless() -> {
        line.keptStream();
        var word = Reply.Said.text("words\n\n").chunks(request).get(1);
        do {
          line.event(word);
        } while (!left.await(100, TimeUnit.MILLISECONDS));
      }
      case Reply.Silent() -> left.await();
    }
  }
}
