package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.SignedInCopilot.path;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

/// Clients of OpenAI's languages before GitHub Copilot, and what Copilot does not do for any client.
@Timeout(60)
class CopilotClientsTest {
  @TempDir Path folder;
  private SignedInCopilot signedIn;
  private RunningProxy proxy;

  @BeforeEach
  void start() throws Exception {
    signedIn = new SignedInCopilot(folder);
    proxy = signedIn.before();
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    signedIn.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "\"hello\"                                                                                                                            | user  | null",
    "[{\"role\":\"user\",\"content\":\"hello\"},{\"role\":\"developer\",\"content\":\"be brief\"}]                                        | user  | null",
    "[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,iVBORw0KGgo=\"}]}]                  | user  | true",
    "[{\"role\":\"user\",\"content\":\"a\"},{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"t\",\"arguments\":\"{}\"},"
        + "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":[{\"type\":\"input_image\",\"image_url\":\"data:,\"}]}]         | agent | true",
    "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]                                                   | agent | null",
    "[]                                                                                                                                   | agent | null",
  })
  void aRequestOfResponsesThatPassesSaysWhoBeganIt(String input, String initiator, String pictures) throws Exception {
    var answer = proxy.post("/v1/responses", "{\"model\":\"gpt-5.6\",\"stream\":true,\"input\":" + input + "}");
    assertTrue(answer.body().contains("well"), answer.body());
    var request = signedIn.copilot.take();
    var head = request.head();
    assertEquals("/responses " + initiator + " " + pictures + " conversation-edits 2025-05-01", path(request) + " " + head.get("x-initiator") + " "
        + head.get("copilot-vision-request") + " " + head.get("openai-intent") + " " + head.get("x-github-api-version"));
    assertTrue(head.containsKey("x-request-id"), head.toString());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]} |         | user  | true",
    "{\"role\":\"user\",\"content\":\"a\"}                                                                                     | ,\"n\":2 | user  | null",
    "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}                                          | ,\"n\":2 | agent | null",
  })
  void soDoesOneOfChatCompletionsWhetherItPassesOrNot(String messages, String members, String initiator, String pictures) throws Exception {
    proxy.post("/v1/chat/completions", "{\"model\":\"claude-haiku-4.5\",\"stream\":true,\"messages\":[" + messages + "]" + (members == null ? "" : members) + "}");
    var request = signedIn.copilot.take();
    assertEquals("/chat/completions " + initiator + " " + pictures, path(request) + " " + request.head().get("x-initiator") + " " + request.head().get("copilot-vision-request"));
    assertEquals(members != null, new String(request.body(), StandardCharsets.UTF_8).contains("\"n\":2"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "sonnet           | {\"name\":\"t\",\"input_schema\":{\"type\":\"object\"}}", // the client's own bytes pass
    "sonnet           | ",
    "gpt-5.6          | ",
    "claude-haiku-4.5 | ",
  })
  void aSearchThatCopilotDoesNotRunIsNotOfferedToTheModel(String model, String other) throws Exception {
    var search = "{\"type\":\"web_search_20250305\",\"name\":\"web_search\",\"max_uses\":3}";
    var answer = proxy.post("/v1/messages", SignedInCopilot.ask(model,
        ",\"tools\":[" + search + (other == null ? "" : "," + other) + "],\"tool_choice\":{\"type\":\"auto\"}"));
    assertTrue(answer.body().contains("well"), answer.body());
    var body = Json.object(signedIn.copilot.take().body());
    assertEquals(other == null ? "null null" : "[" + other + "] {\"type\":\"auto\"}", body.get("tools") + " " + body.get("tool_choice"));
  }

  @Test
  void aClientThatInsistsOnASearchIsToldThatThereIsNone() throws Exception {
    var answer = proxy.post("/v1/messages", SignedInCopilot.ask("sonnet",
        ",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}],\"tool_choice\":{\"type\":\"tool\",\"name\":\"web_search\"}"));
    assertTrue(answer.body().contains("web_search_tool_result_error") && answer.body().contains("message_stop"), answer.body());
    assertEquals(0, signedIn.copilot.waiting());
  }
}
