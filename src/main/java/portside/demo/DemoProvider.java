package portside.demo;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import portside.wire.Json;

/// A provider without a model: an OpenAI-compatible server on a free port of the loopback interface, for trying the proxy with no account and no
/// network. `POST /chat/completions` (streamed and whole) and `GET /models`.
///
/// It follows plain orders in the last message a person wrote:
///
/// | said | done |
/// |---|---|
/// | `run echo hello with bash`, `read README.md`, `list files` | calls the fitting tool among those offered |
/// | `grep TODO in src`, `write "hi" to a.txt` | does so too |
/// | `use the NAME tool on "text"`, `call NAME with {"a": 1}` | calls that tool; one that is not loaded yet through ToolSearch |
/// | `read a.txt and read b.txt` | calls both at once |
/// | `read a.txt, then run wc a.txt` | calls one after the other |
/// | `ask a subagent to run pwd` | starts one |
/// | `write 300 words` | writes that many |
/// | `say hello`, `reply with OK` | says it |
/// | anything else | answers with what was written |
/// | `think about it …`, or a reasoning effort in the request | reasons first |
///
/// After tool results it tells them and ends. Output schemas and forced tools are honoured, `max_tokens` too (a word is a token); the cached part of
/// the prompt is what an earlier request of this process began with.
///
/// And it fails when the last paragraph tells it to, once for each state of a conversation, so that a second try goes well, be it that of another
/// member of a chain; with `3 times` or `3x` behind it that often:
///
/// | said | done |
/// |---|---|
/// | `demo: fail 429` (any 4xx or 5xx) | that error; 429 with `retry-after: 1` |
/// | `demo: fail overflow` | the error for a prompt that does not fit |
/// | `demo: hang` | nothing at all until the client leaves |
/// | `demo: stall`, `demo: cut` | a few words, then silence until the client leaves, or a broken connection |
/// | `demo: slow` | the answer, ten times as slow |
public final class DemoProvider implements AutoCloseable {
  private static final int WORDS_BEFORE_TROUBLE = 4;
  private static final int REMEMBERED = 1_000;
  private static final ThreadLocal<ConnectionContext> CONNECTION = new ThreadLocal<>();
  private static final String[] MODELS = {"demo-big", "demo-middle", "demo-small"};

  private final WebServer server;
  private final Pace pace;
  private final PrefixCache cache = new PrefixCache();
  private final Map<Integer, Integer> tries = new LinkedHashMap<>();

  private DemoProvider(Pace pace) {
    this.pace = pace;
    this.server = WebServer.builder()
        .host("127.0.0.1")
        .port(0)
        .shutdownHook(false) // it lives as long as the proxy has streams to finish
        .shutdownGracePeriod(Duration.ZERO)
        .connectionOptions(options -> options.tcpNoDelay(true))
        .addProtocol(Http1Config.builder().addReceiveListener(new ConnectionListener()).build())
        .routing(routes -> routes
            .get("/v1/models", (request, response) -> response.send(Json.bytes(models())))
            .post("/v1/chat/completions", this::serve)
            .any((request, response) -> fail(response, 404, "invalid_request_error", "unknown_url", "Unknown request URL: " + request.path().path())))
        .build();
  }

  /// Starts a demo that speaks about as fast as a quick model.
  public static DemoProvider start() {
    return start(Pace.NATURAL);
  }

  /// Starts a demo that speaks at this pace.
  public static DemoProvider start(Pace pace) {
    var demo = new DemoProvider(pace);
    demo.server.start();
    return demo;
  }

  /// Its base URL, for `OPENAI_BASE_URL`; without a trailing slash.
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.port() + "/v1");
  }

  /// Stops at once, in mid-answer too.
  @Override
  public void close() {
    server.stop();
  }

  /// A stop interrupts the answers that run. Helidon would log that as a failure of ours, behind the last word of the log.
  private void serve(ServerRequest request, ServerResponse response) throws IOException {
    try {
      complete(request, response);
    } catch (InterruptedException stopping) {
      throw new CloseConnectionException("the demo is stopping", stopping);
    }
  }

  private void complete(ServerRequest request, ServerResponse response) throws IOException, InterruptedException {
    JsonObject asked;
    try {
      asked = Json.object(request.content().as(byte[].class));
    } catch (Json.Malformed e) {
      fail(response, 400, "invalid_request_error", "invalid_json", "We could not parse the JSON body of your request: " + e.getMessage());
      return;
    }
    var prompt = Prompt.of(asked);
    var command = DemoDirective.in(prompt);
    var fresh = prompt.results().isEmpty() && prompt.rounds().isEmpty() && prompt.outputSchema() == null;
    var trouble = fresh && due(prompt, command.times());
    var text = Json.text(asked.getOrDefault("tools", JsonValue.EMPTY_JSON_ARRAY)) + asked.getOrDefault("messages", JsonValue.EMPTY_JSON_ARRAY);
    var id = "chatcmpl-demo-" + UUID.randomUUID().toString().replace("-", "");
    var created = System.currentTimeMillis() / 1000;
    var completion = Completion.of(prompt, Responder.reply(prompt, command.rest()), id, created, text.length(), cache.seen(text));

    switch (command.behaviour()) {
      case DemoDirective.Behaviour.Fail(var status) when trouble -> fail(response, status);
      case DemoDirective.Behaviour.Overflow _ when trouble -> fail(response, 400, "invalid_request_error", "context_length_exceeded",
          "This model's maximum context length is 1000 tokens. However, your messages resulted in %d tokens."
              .formatted(1000 + Completion.tokens(text.length())));
      case DemoDirective.Behaviour.Hang _ when trouble -> awaitLeaving();
      case DemoDirective.Behaviour.Stall _ when trouble -> {
        begin(completion, prompt, response);
        awaitLeaving();
      }
      case DemoDirective.Behaviour.Cut _ when trouble -> {
        begin(completion, prompt, response);
        throw new CloseConnectionException("told to cut the stream");
      }
      case DemoDirective.Behaviour.Slow _ -> answer(completion, prompt, response, pace.slower());
      default -> answer(completion, prompt, response, pace);
    }
  }

  /// Whether this try of a conversation is among the first so many, and not the one after them that goes well.
  private synchronized boolean due(Prompt prompt, int times) {
    var tried = tries.merge(Objects.hash(prompt.model(), prompt.tools().keySet(), prompt.messages()), 1, Integer::sum);
    if (tries.size() > REMEMBERED) {
      tries.remove(tries.keySet().iterator().next());
    }
    return (tried - 1) % (times + 1) < times;
  }

  private void answer(Completion completion, Prompt prompt, ServerResponse response, Pace pace) throws IOException, InterruptedException {
    if (!prompt.stream()) {
      for (var piece = 0; piece < completion.pieces().size(); piece++) {
        pace.pause();
      }
      response.header(HeaderNames.CONTENT_TYPE, "application/json");
      response.send(Json.bytes(completion.whole()));
      return;
    }
    var out = openStream(completion, response);
    for (var piece : completion.pieces()) {
      send(out, Json.text(completion.chunk(piece)));
      pace.pause();
    }
    send(out, Json.text(completion.closing()));
    if (prompt.usageChunk()) {
      send(out, Json.text(completion.usageChunk()));
    }
    send(out, "[DONE]");
  }

  /// Sends the first words of a stream; nothing of a whole answer.
  private void begin(Completion completion, Prompt prompt, ServerResponse response) throws IOException, InterruptedException {
    if (prompt.stream()) {
      var out = openStream(completion, response);
      for (var piece : completion.pieces().subList(0, Math.min(WORDS_BEFORE_TROUBLE, completion.pieces().size()))) {
        send(out, Json.text(completion.chunk(piece)));
        pace.pause();
      }
    }
  }

  private static OutputStream openStream(Completion completion, ServerResponse response) throws IOException {
    response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
    response.header(HeaderNames.CACHE_CONTROL, "no-cache");
    var out = response.outputStream();
    send(out, Json.text(completion.opening()));
    return out;
  }

  private static void send(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// Blocks until the connection ends. The client has nothing more to send, so a read returns only then.
  private static void awaitLeaving() {
    CONNECTION.get().dataReader().ensureAvailable();
    throw new CloseConnectionException("the client sent more than its request");
  }

  private static void fail(ServerResponse response, int status) {
    switch (status) {
      case 401 -> fail(response, status, "invalid_request_error", "invalid_api_key", "Incorrect API key provided. (The demo was told to say so.)");
      case 402 -> fail(response, status, "insufficient_balance", "insufficient_balance", "Insufficient balance. (The demo was told to say so.)");
      case 429 -> {
        response.header(HeaderNames.create("retry-after"), "1");
        fail(response, status, "rate_limit_error", "rate_limit_exceeded", "Rate limit reached. (The demo was told to say so.)");
      }
      case 503, 529 -> fail(response, status, "overloaded_error", "overloaded", "The engine is currently overloaded. (The demo was told to say so.)");
      default -> {
        var type = status < 500 ? "invalid_request_error" : "server_error";
        fail(response, status, type, "demo", "The demo was told to fail with " + status + ".");
      }
    }
  }

  private static void fail(ServerResponse response, int status, String type, String code, String message) {
    var error = Json.BUILD.createObjectBuilder().add("message", message).add("type", type).add("code", code);
    response.status(status).header(HeaderNames.CONTENT_TYPE, "application/json");
    response.send(Json.bytes(Json.BUILD.createObjectBuilder().add("error", error).build()));
  }

  private static JsonObject models() {
    var data = Json.BUILD.createArrayBuilder();
    for (var model : MODELS) {
      data.add(Json.BUILD.createObjectBuilder().add("id", model).add("object", "model").add("created", 0).add("owned_by", "portside"));
    }
    return Json.BUILD.createObjectBuilder().add("object", "list").add("data", data).build();
  }

  /// Keeps the connection of the request that its thread is about to serve.
  private static final class ConnectionListener implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext context, Headers headers) {
      CONNECTION.set(context);
    }
  }
}
