package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.ScriptedCopilot.model;
import static portside.SignedInCopilot.LIST;
import static portside.SignedInCopilot.OPERATOR;
import static portside.SignedInCopilot.ask;
import static portside.SignedInCopilot.path;
import static portside.SignedInCopilot.until;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

/// Lists of models that are odd, and what is made of them.
@Timeout(60)
class CopilotListTest {
  @TempDir Path folder;
  private SignedInCopilot signedIn;

  @BeforeEach
  void start() throws Exception {
    signedIn = new SignedInCopilot(folder);
  }

  @AfterEach
  void stop() throws Exception {
    signedIn.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "sonnet  | /v1/messages      | Claude-Sonnet-4.6",
    "bare    | /chat/completions | bare",
    "socket  | /responses        | socket", // `ws:/responses` alone
    "alien   | /chat/completions | alien",
    "twice   | /responses        | twice", // the first of that name is switched off
    "gpt-x   | /responses        | GPT-X",
  })
  void oddModelsAreAskedAllTheSame(String asked, String path, String model) throws Exception {
    signedIn.copilot.lists(model("Claude-Sonnet-4.6", "/v1/messages", "\"adaptive_thinking\":true"), "{\"id\":\"bare\"}", model("socket", "ws:/responses", ""),
        model("alien", "/v9/think", ""), model("twice", "/chat/completions", "").replace("enabled\"}", "disabled\"}"), model("twice", "/responses", ""),
        model("GPT-X", "/responses", ""), "{\"id\":\"" + "x".repeat(300) + "\"}", "{\"capabilities\":null}", "null", "7");
    try (var proxy = signedIn.before()) {
      var answer = proxy.post("/v1/messages", ask(asked));
      assertTrue(answer.body().contains("message_stop"), answer.body());
      var request = signedIn.copilot.take();
      assertEquals(path + " " + model, path(request) + " " + Json.object(request.body()).getString("model"));
      assertEquals("[\"Claude-Sonnet-4.6\",\"bare\",\"socket\",\"alien\",\"twice\",\"GPT-X\"]",
          Json.object(proxy.get("/api/copilot/models", OPERATOR).body()).get("available_models").toString());
    }
  }

  @Test
  void aListOfMegabytesIsReadAndToldInPart() throws Exception {
    var all = new ArrayList<>(IntStream.range(0, 4_000).mapToObj(i -> model("m-" + i, "/chat/completions", "\"junk\":\"" + "x".repeat(500) + "\"")).toList());
    all.add(LIST[1]);
    signedIn.copilot.lists(all.toArray(String[]::new));
    try (var proxy = signedIn.before()) {
      assertEquals(200, proxy.post("/v1/messages", ask("sonnet")).statusCode());
      assertEquals("/v1/messages", path(signedIn.copilot.take()));
      var refused = proxy.post("/v1/messages", ask("gpt-4"));
      assertEquals(404, refused.statusCode());
      assertTrue(refused.body().contains("m-0, m-1, ") && refused.body().contains("m-29 and 3971 more"), refused.body());
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "chat      | sonnet           | /chat/completions",
    "responses | claude-haiku-4.5 | /responses",
    "messages  | gpt-5.6          | /v1/messages",
  })
  void aLanguageThatASettingNamesGoesBeforeTheList(String wire, String asked, String path) throws Exception {
    try (var proxy = signedIn.before("DIALECT_WIRE=" + wire)) {
      proxy.post("/v1/messages", ask(asked, ",\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"max\"}"));
      var request = signedIn.copilot.take();
      assertEquals(path, path(request));
      var body = Json.object(request.body());
      var effort = switch (wire) {
        case "chat" -> body.getString("reasoning_effort"); // as chat completions have it, and at the strongest that is listed
        case "messages" -> body.getJsonObject("output_config").getString("effort");
        default -> "none is listed";
      };
      assertEquals(switch (wire) { case "chat" -> "high"; case "messages" -> "medium"; default -> "none is listed"; }, effort, body.toString());
      assertEquals(wire.equals("messages"), body.containsKey("messages") && body.containsKey("max_tokens") && !body.containsKey("stream_options"), body.toString());
      assertFalse(!wire.equals("messages") && body.containsKey("thinking"), body.toString());
    }
  }

  @Test
  void aModelThatHasMovedToAnotherLanguageHasTheListReadAnew() throws Exception {
    try (var proxy = signedIn.before()) {
      proxy.post("/v1/messages", ask("haiku"));
      signedIn.copilot.take();
      signedIn.copilot.lists(model("claude-haiku-4.5", "/v1/messages", "")).then(line -> line.whole(400, "application/json",
          "{\"error\":{\"message\":\"model \\\"claude-haiku-4.5\\\" is not accessible via the /chat/completions endpoint\",\"code\":\"unsupported_api_for_model\"}}"));
      assertEquals(404, proxy.post("/v1/messages", ask("haiku")).statusCode());
      assertEquals("/chat/completions", path(signedIn.copilot.take()));
      until(() -> {
        proxy.post("/v1/messages", ask("haiku"));
        return path(signedIn.copilot.take()).equals("/v1/messages");
      });
      assertEquals(List.of("GET /models HTTP/1.1", "GET /models HTTP/1.1"), signedIn.copilot.lists.stream().map(request -> request.line()).toList());
    }
  }
}
