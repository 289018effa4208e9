package portside;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import portside.ScriptedProvider.Script;
import portside.fake.FakeServer;
import portside.fake.Line;
import portside.fake.Request;

/// GitHub Copilot on a real socket: it lists models, and speaks in each of its three languages.
final class ScriptedCopilot implements AutoCloseable {
  static final String MESSAGES = "/v1/messages";
  static final String RESPONSES = "/responses";
  static final String CHAT = "/chat/completions";

  /// Requests for the list, and all others.
  final List<Request> lists = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Request> received = new LinkedBlockingQueue<>();
  private final List<Script> scripts = new ArrayList<>();
  private final FakeServer server;
  private volatile int status = 200;
  private volatile String refused = "";
  private volatile String models = "{\"data\":[]}";

  ScriptedCopilot() throws IOException {
    server = new FakeServer(ServerSocketFactory.getDefault(), 0, _ -> {}, (line, _) -> {
      var request = line.read();
      if (request.isPresent()) {
        answer(request.get(), line);
      }
    });
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /// The list from now on.
  ScriptedCopilot lists(String... listed) {
    models = "{\"data\":[" + String.join(",", listed) + "]}";
    return this;
  }

  /// Requests with that token are refused from now on, lists too.
  void refuses(String token) {
    refused = "Bearer " + token;
  }

  /// The list is refused from now on.
  void listsNothing(int refusal) {
    status = refusal;
  }

  void listsAgain() {
    status = 200;
  }

  /// A model of the list.
  ///
  /// @param more members beside its id, each with a comma before it
  static String model(String id, String endpoint, String supports, String... more) {
    return "{\"id\":\"" + id + "\",\"model_picker_enabled\":true,\"policy\":{\"state\":\"enabled\"},\"supported_endpoints\":[\"" + endpoint
        + "\"],\"capabilities\":{\"type\":\"chat\",\"limits\":{\"max_prompt_tokens\":128000,\"max_output_tokens\":16000},\"supports\":{" + supports + "}}" + String.join("", more) + "}";
  }

  /// The next request for which there is no script yet is answered so, in the language it came in when there is none at all.
  synchronized ScriptedCopilot then(Script script) {
    scripts.add(script);
    return this;
  }

  Request take() throws InterruptedException {
    var next = received.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no request reached Copilot", server.failure().orElse(null));
    }
    return next;
  }

  int waiting() {
    return received.size();
  }

  private void answer(Request request, Line line) throws Exception {
    var path = request.line().split(" ")[1];
    if (refused.equals(request.head().get("authorization"))) {
      line.whole(401, "application/json", "{\"message\":\"unauthorized: token expired\"}");
      return;
    }
    if (path.equals("/models")) {
      lists.add(request);
      line.whole(status, "application/json", status == 200 ? models : "{\"message\":\"no\"}");
      return;
    }
    received.add(request);
    var script = next();
    if (script != null) {
      script.play(line);
      return;
    }
    line.stream();
    for (var event : path.startsWith(MESSAGES) ? says() : path.equals(RESPONSES) ? responds() : List.<String>of()) {
      line.chunk(event.getBytes(StandardCharsets.UTF_8));
    }
    if (path.equals(CHAT)) {
      line.text("well");
      line.finish();
    } else {
      line.chunkEnd();
    }
  }

  private synchronized Script next() {
    return scripts.isEmpty() ? null : scripts.removeFirst();
  }

  private static List<String> says() {
    return List.of(
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n",
        "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"well\"}}\n\n",
        "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
        "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":2}}\n\n",
        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  }

  private static List<String> responds() {
    var item = "{\"type\":\"message\",\"id\":\"i\",\"role\":\"assistant\",\"status\":\"completed\",\"content\":[{\"type\":\"output_text\",\"text\":\"well\",\"annotations\":[]}]}";
    return List.of(
        "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"status\":\"in_progress\",\"output\":[]}}\n\n",
        "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"i\",\"role\":\"assistant\",\"content\":[]}}\n\n",
        "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"i2\",\"output_index\":0,\"content_index\":0,\"delta\":\"well\"}\n\n",
        "event: response.output_item.done\ndata: {\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + item + "}\n\n",
        "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[" + item + "],\"usage\":{\"input_tokens\":5,\"output_tokens\":2}}}\n\n");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
