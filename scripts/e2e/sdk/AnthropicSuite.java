import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.ObjectMappers;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.DocumentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// The official Java SDK talks to the proxy and tells what it got, a line for each case; `anthropic.txt` has the lines it must be.
///
///     ANTHROPIC_BASE_URL=… ANTHROPIC_API_KEY=… java -cp 'SDK/*' AnthropicSuite.java
final class AnthropicSuite {

  private static final String PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  private static final String PDF = "JVBERi0xLjQKJSVFT0YK";
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  /// Sends a request and returns the whole message, however it came.
  private interface Way {
    Message send(MessageCreateParams params);
  }

  private final AnthropicClient client = client(System.getenv("ANTHROPIC_API_KEY"), 0);

  public static void main(String... args) {
    var suite = new AnthropicSuite();
    var ways = new LinkedHashMap<String, Way>();
    ways.put("whole", params -> suite.client.messages().create(params));
    ways.put("streamed", suite::streamed);
    ways.forEach(suite::answers);
    suite.others();
    ways.forEach(suite::errors);
    suite.retriesAndBreaks();
    System.exit(0); // okhttp's threads linger
  }

  private Message streamed(MessageCreateParams params) {
    var accumulator = MessageAccumulator.create();
    try (var stream = client.messages().createStreaming(params)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    return accumulator.message();
  }

  private void answers(String name, Way way) {
    tell("text, " + name, () -> show(way.send(ask("text").system("Be brief.").build())));
    tell("max_tokens of 0, " + name, () -> show(way.send(ask("text").maxTokens(0).build())));
    tell("usage, " + name, () -> {
      var usage = way.send(ask("usage").build()).usage();
      return "%d in, %d cached, %d out".formatted(usage.inputTokens(), usage.cacheReadInputTokens().orElse(-1L), usage.outputTokens());
    });
    tell("tools, " + name, () -> {
      var params = ask("tools").addTool(weather());
      var first = way.send(params.build());
      var results = first.content().stream().flatMap(block -> block.toolUse().stream()).map(AnthropicSuite::result).toList();
      return show(first) + " → " + show(way.send(params.addMessage(first).addUserMessageOfContentBlockParams(results).build()));
    });
    tell("thinking, " + name, () -> {
      var params = ask("thinking").enabledThinking(1024);
      var first = way.send(params.build());
      return show(first) + " → " + show(way.send(params.addMessage(first).addUserMessage("Go on.").build()));
    });
    tell("image and PDF, " + name, () -> show(way.send(empty().addUserMessageOfContentBlockParams(List.of(
        ContentBlockParam.ofText("scenario:sdk-media Look."),
        ContentBlockParam.ofImage(Base64ImageSource.builder().mediaType(Base64ImageSource.MediaType.IMAGE_PNG).data(PNG).build()),
        ContentBlockParam.ofDocument(DocumentBlockParam.builder().base64Source(PDF).build()))).build())));
    tell("stop sequence, " + name, () -> {
      var message = way.send(ask("stop").addStopSequence("HALT").build());
      return show(message) + " " + message.stopSequence().orElse("none");
    });
    var format = json("""
        {"type":"json_schema","schema":{"type":"object","properties":{"harbour":{"type":"string"}},"required":["harbour"],"additionalProperties":false}}""");
    tell("structured output, " + name, () ->
        show(way.send(ask("format").putAdditionalBodyProperty("output_config", JsonValue.from(Map.of("format", format))).build())));
    tell("structured output as it was, " + name, () -> show(way.send(ask("format").putAdditionalBodyProperty("output_format", format).build())));
  }

  private void others() {
    tell("tokens are counted", () -> {
      var params = MessageCountTokensParams.builder().model("claude-opus-5-5").addUserMessage("scenario:sdk-text Please.").build();
      var tokens = client.messages().countTokens(params).inputTokens();
      return String.valueOf(tokens > 5 && tokens < 50);
    });
    tell("models", () -> client.models().list().autoPager().stream().map(ModelInfo::id).filter(id -> id.endsWith("-model")).sorted().collect(Collectors.joining(" ")));
    tell("one model", () -> {
      var model = client.models().retrieve("big-model");
      return model._type().convert(String.class) + " " + model.id();
    });
    tell("no such model", () -> fails(() -> client.models().retrieve("unheard-of").id()));
  }

  private void errors(String name, Way way) {
    for (var scenario : List.of("bad-request", "bad-key", "not-found", "too-large", "rate-limit", "overload", "overflow")) {
      tell(scenario + ", " + name, () -> fails(() -> show(way.send(ask(scenario).build()))));
    }
    tell("max_tokens below 0, " + name, () -> fails(() -> show(way.send(ask("text").maxTokens(-1).build()))));
  }

  private void retriesAndBreaks() {
    tell("a wrong client key", () -> fails(() -> show(client("wrong", 0).messages().create(ask("text").build()))));
    tell("seconds to wait", () -> {
      try {
        return show(client.messages().create(ask("rate-limit").build()));
      } catch (AnthropicServiceException error) {
        return String.join(" ", error.headers().values("retry-after"));
      }
    });
    tell("the SDK tries again", () -> show(client(System.getenv("ANTHROPIC_API_KEY"), 1).messages().create(ask("retried").build())));
    tell("a stream that breaks off", () -> {
      var heard = new StringBuilder();
      try (var stream = client.messages().createStreaming(ask("cut").build())) {
        stream.stream().flatMap(event -> event.contentBlockDelta().stream()).flatMap(event -> event.delta().text().stream()).forEach(delta -> heard.append(delta.text()));
        return "no error after [%s]".formatted(heard);
      } catch (AnthropicServiceException error) {
        return "%s after [%s]".formatted(error.type().map(ErrorType::asString).orElse("untyped"), heard);
      }
    });
    tell("a stream that is left", () -> {
      try (var stream = client.messages().createStreaming(ask("endless").build())) {
        stream.stream().anyMatch(event -> event.isContentBlockDelta());
      }
      return "left";
    });
  }

  private static AnthropicClient client(String key, int retries) {
    return AnthropicOkHttpClient.builder().baseUrl(System.getenv("ANTHROPIC_BASE_URL")).apiKey(key).maxRetries(retries).responseValidation(true).build();
  }

  private static MessageCreateParams.Builder ask(String scenario) {
    return empty().addUserMessage("scenario:sdk-" + scenario + " Please.");
  }

  private static MessageCreateParams.Builder empty() {
    return MessageCreateParams.builder().model("claude-opus-5-5").maxTokens(2000);
  }

  private static Tool weather() {
    var properties = Tool.InputSchema.Properties.builder().putAdditionalProperty("place", json("{\"type\":\"string\"}")).build();
    var schema = Tool.InputSchema.builder().properties(properties).addRequired("place").build();
    return Tool.builder().name("weather").description("The weather at a place.").inputSchema(schema).build();
  }

  private static ContentBlockParam result(ToolUseBlock call) {
    var place = call._input().convert(Map.class).get("place");
    return ContentBlockParam.ofToolResult(ToolResultBlockParam.builder().toolUseId(call.id()).content("rain in " + place).build());
  }

  private static String show(Message message) {
    var blocks = message.content().stream().map(AnthropicSuite::show).collect(Collectors.joining(", "));
    return blocks + "; " + message.stopReason().map(reason -> reason.asString()).orElse("none");
  }

  private static String show(ContentBlock block) {
    return block.text().map(it -> "text [" + it.text() + "]")
        .or(() -> block.thinking().map(it -> "thinking [%s] %s".formatted(it.thinking(), it.signature().isEmpty() ? "unsigned" : "signed")))
        .or(() -> block.toolUse().map(it -> it.name() + " " + json(it._input())))
        .orElse("another block");
  }

  /// What the SDK makes of an error: its class without the ending, the status, and what the envelope says.
  private static String fails(Callable<String> work) throws Exception {
    try {
      return "no error but " + work.call();
    } catch (AnthropicServiceException error) {
      var name = error.getClass().getSimpleName().replaceFirst("Exception$", "").replace("Unauthorized", "Authentication"); // as the other SDKs call it
      return "%s %d %s [%s]%s".formatted(name, error.statusCode(), error.type().map(ErrorType::asString).orElse("untyped"), error.apiMessage().orElse(""),
          error.requestId().isPresent() ? "" : " without a request id");
    }
  }

  private static void tell(String name, Callable<String> work) {
    String told;
    try {
      told = work.call();
    } catch (Exception error) {
      told = "threw " + error;
    }
    OUT.println(name + ": " + told);
  }

  private static JsonValue json(String text) {
    try {
      return ObjectMappers.jsonMapper().readValue(text, JsonValue.class);
    } catch (Exception e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static String json(JsonValue value) {
    try {
      return ObjectMappers.jsonMapper().writeValueAsString(value);
    } catch (Exception e) {
      throw new IllegalArgumentException(e);
    }
  }
}
