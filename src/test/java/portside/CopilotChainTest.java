package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.ScriptedCopilot.model;
import static portside.SignedInCopilot.ask;
import static portside.SignedInCopilot.path;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.RunningChain.Member;
import portside.fake.Request;
import portside.wire.Json;

/// GitHub Copilot among the members of a chain: `copilot` speaks Anthropic's language, `glm` chat completions.
@Timeout(60)
class CopilotChainTest {
  private static final String ADAPTIVE = "\"vision\":true,\"adaptive_thinking\":true";
  private static final String GENUINE = "EqQBCkYIBRgCKkDgenuine";

  @TempDir Path folder;
  private ScriptedCopilot copilot;
  private ScriptedCopilot glm;
  private final List<AutoCloseable> closing = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    copilot = closing(new ScriptedCopilot().lists(model("claude-opus-4.6", "/v1/messages", ADAPTIVE), model("claude-opus-4.6-1m", "/v1/messages", ADAPTIVE),
        model("shared", "/responses", ""), model("grok-9", "/chat/completions", "").replace("enabled\"}", "disabled\"}")));
    glm = closing(new ScriptedCopilot());
  }

  @AfterEach
  void stop() throws Exception {
    for (var one : closing.reversed()) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T closing(T one) {
    closing.add(one);
    return one;
  }

  private static Member copilot(String name, URI url, String... lines) {
    var all = new ArrayList<>(List.of("DIALECT=copilot", "BIG_MODEL=claude-opus-5", "MIDDLE_MODEL=claude-opus-5", "SMALL_MODEL=claude-opus-5"));
    all.addAll(List.of(lines));
    return new Member(name, url, all.toArray(String[]::new));
  }

  private Member glm(String... lines) {
    return new Member("glm", glm.url(), lines);
  }

  private RunningChain chain(List<Member> members, String... lines) throws Exception {
    return closing(RunningChain.in(folder, new FakeTicker(), new FakeClock(), members, lines));
  }

  private static String taken(ScriptedCopilot provider) throws Exception {
    var request = provider.take();
    return path(request) + " " + Json.object(request.body()).getString("model");
  }

  private static String text(Request request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "claude-opus-4-6     | copilot:claude-opus-4.6 | /v1/messages claude-opus-4.6",
    "claude-opus-4-6[1m] | copilot:claude-opus-4.6 | /v1/messages claude-opus-4.6-1m",
    "opus                | copilot:claude-opus-4.6[1m] | /v1/messages claude-opus-4.6-1m",
    "opus[1m]            | copilot                 | /v1/messages claude-opus-4.6-1m",
    "opus                | copilot:shared          | /responses shared",
  })
  void theOrderOfATierNamesAModelOfCopilot(String asked, String order, String sent) throws Exception {
    var chain = chain(List.of(copilot("copilot", copilot.url()), glm()), "CHAIN_BIG=" + order);
    assertTrue(chain.askFor(ask(asked)).text().contains("well"));
    assertEquals(sent, taken(copilot));
    assertEquals(0, glm.waiting());
  }

  @Test
  void aNameThatTwoKnowIsAskedOfTheFirstThatIsOfferedIt() throws Exception {
    var chain = chain(List.of(copilot("copilot", copilot.url()), glm("BIG_MODEL=shared", "MIDDLE_MODEL=grok-9")));
    assertEquals("well", chain.askFor(ask("copilot/shared")).text());
    assertEquals("/responses shared", taken(copilot));
    assertEquals("well", chain.askFor(ask("shared")).text());
    assertEquals("/chat/completions shared", taken(glm), "it is one of the three models of its file, which says more than a list");
    assertEquals("well", chain.askFor(ask("grok-9")).text());
    assertEquals("/chat/completions grok-9", taken(glm));
    assertEquals(0, copilot.waiting());
  }

  @Test
  void whatIsUsedUpOrNotOfferedIsAskedElsewhere() throws Exception {
    var chain = chain(List.of(copilot("copilot", copilot.url()), glm()), "CHAIN_BIG=copilot:grok-9,copilot:claude-opus-4.6,glm");
    copilot.then(line -> line.whole(402, "application/json", "{\"error\":{\"code\":\"quota_exceeded:individual\",\"message\":\"none left\"}}", "retry-after: 7200"));
    assertEquals("well", chain.ask().text());
    assertEquals("/v1/messages claude-opus-4.6", taken(copilot), "what is switched off is passed over");
    assertEquals("/chat/completions glm-big", taken(glm));
    assertEquals("well", chain.ask().text());
    assertEquals("/chat/completions glm-big", taken(glm));
    assertEquals(0, copilot.waiting(), "the plan is used up for two hours");
    chain.pass(Duration.ofHours(3));
    assertEquals("well", chain.ask().text());
    assertEquals("/v1/messages claude-opus-4.6", taken(copilot));
  }

  @Test
  void twoAccountsAreOfferedWhatEachIsOffered() throws Exception {
    var other = closing(new ScriptedCopilot().lists(model("claude-opus-4.5", "/chat/completions", "")));
    var chain = chain(List.of(copilot("office", copilot.url(), "OPENAI_API_KEY=token-of-office"), copilot("home", other.url(), "OPENAI_API_KEY=token-of-home")));
    assertEquals("well", chain.askFor(ask("claude-portside/office/claude-opus-5")).text());
    assertEquals("/v1/messages claude-opus-4.6", taken(copilot));
    assertEquals("well", chain.askFor(ask("claude-portside/home/claude-opus-5")).text());
    assertEquals("/chat/completions claude-opus-4.5", taken(other));
    assertEquals("Bearer token-of-office Bearer token-of-home",
        copilot.lists.getFirst().head().get("authorization") + " " + other.lists.getFirst().head().get("authorization"));
    assertEquals("well", chain.askFor(ask("shared")).text());
    assertEquals("/responses shared", taken(copilot), "the other account does not know it");
  }

  @Test
  void aReloadAddsAndRemovesCopilot() throws Exception {
    var chain = chain(List.of(glm()), "ANTHROPIC_API_KEY=s1");
    RunningChain.write(folder, List.of(copilot("copilot", copilot.url()), glm()), "ANTHROPIC_API_KEY=s1");
    assertEquals(200, chain.send("POST", "/providers/reload", "", "x-api-key", "s1").status());
    assertEquals("well", chain.ask("x-api-key", "s1").text());
    assertEquals("/v1/messages claude-opus-4.6", taken(copilot));
    RunningChain.write(folder, List.of(glm()), "ANTHROPIC_API_KEY=s1");
    assertEquals(200, chain.send("POST", "/providers/reload", "", "x-api-key", "s1").status());
    assertEquals("well", chain.ask("x-api-key", "s1").text());
    assertEquals("/chat/completions glm-big", taken(glm));
    RunningChain.write(folder, List.of(copilot("copilot", copilot.url()), glm()), "ANTHROPIC_API_KEY=s1");
    assertEquals(200, chain.send("POST", "/providers/reload", "", "x-api-key", "s1").status());
    assertEquals("well", chain.ask("x-api-key", "s1").text());
    assertEquals("/v1/messages claude-opus-4.6", taken(copilot));
    assertEquals(1, copilot.lists.size(), "what is known of the account stays known");
  }

  @Test
  void aListThatChangesWhileAnAnswerRunsChangesNothingOfIt() throws Exception {
    var chain = chain(List.of(copilot("copilot", copilot.url()), glm()), "FIRST_TOKEN_TIMEOUT=0");
    assertEquals("well", chain.ask().text());
    copilot.take();
    copilot.then(line -> {
      copilot.lists(model("claude-opus-4.7", "/chat/completions", ""));
      chain.pass(Duration.ofHours(1));
      assertEquals(200, chain.get("/v1/models").status()); // a look at the list has it read anew
      SignedInCopilot.until(() -> chain.get("/v1/models").body().contains("\"max_input_tokens\":128000") && copilot.lists.size() == 2);
      line.stream();
      for (var event : List.of("{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":[],\"usage\":{\"input_tokens\":5}}}",
          "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
          "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"in its language\"}}",
          "{\"type\":\"content_block_stop\",\"index\":0}", "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}}",
          "{\"type\":\"message_stop\"}")) {
        line.event(event);
      }
      line.finish();
    });
    var answer = chain.ask();
    assertEquals("in its language", answer.text(), answer.body());
    assertEquals("/v1/messages claude-opus-4.6", taken(copilot));
    SignedInCopilot.until(() -> {
      assertEquals("well", chain.ask().text());
      return taken(copilot).equals("/chat/completions claude-opus-4.7");
    });
  }

  @Test
  void signaturesReturnToTheirMakerAlone() throws Exception {
    var chain = chain(List.of(copilot("copilot", copilot.url()), glm("DIALECT=glm-5.3")));
    var history = "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"by Claude\",\"signature\":\"" + GENUINE
        + "\"},{\"type\":\"text\",\"text\":\"b\"}]},{\"role\":\"user\",\"content\":\"c\"}";
    for (int i = 0; i < 3; i++) {
      copilot.then(line -> line.whole(503, "text/plain", "busy"));
    }
    glm.then(line -> {
      line.stream();
      line.event("{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"by GLM\"}}]}");
      line.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"d\"},\"finish_reason\":\"stop\"}]}");
      line.event("[DONE]");
      line.finish();
    });
    var body = "{\"model\":\"opus\",\"max_tokens\":9000,\"thinking\":{\"type\":\"adaptive\"},\"messages\":[";
    var byGlm = Json.object(chain.askFor(body + history + "]}").body());
    assertFalse(text(glm.take()).contains("EqQB"));
    while (copilot.waiting() > 0) {
      copilot.take();
    }
    chain.pass(Duration.ofHours(1));
    chain.askFor(body + history + ",{\"role\":\"assistant\",\"content\":" + byGlm.getJsonArray("content") + "},{\"role\":\"user\",\"content\":\"e\"}]}");
    Request last = copilot.take();
    while (copilot.waiting() > 0) {
      last = copilot.take();
    }
    assertTrue(byGlm.toString().contains("by GLM"), byGlm.toString());
    assertTrue(text(last).contains(GENUINE) && text(last).contains("by Claude"), text(last));
    assertFalse(text(last).contains("by GLM") || text(last).contains("portside"), text(last));
  }
}
