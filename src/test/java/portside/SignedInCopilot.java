package portside;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.ScriptedCopilot.model;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import portside.fake.Request;
import portside.signin.GivenSignIn;

/// A person who has signed in at a scripted GitHub, a scripted Copilot, and instances before it.
final class SignedInCopilot implements AutoCloseable {
  static final String EXCHANGE = "/copilot_internal/v2/token";
  static final String OPERATOR_KEY = "the-operators-own-key";
  static final String[] OPERATOR = {"authorization", "Bearer " + OPERATOR_KEY};

  /// A model of each language.
  static final String[] LIST = {
    model("claude-opus-4.6", "/v1/messages", "\"vision\":true,\"min_thinking_budget\":1024,\"max_thinking_budget\":32000"),
    model("claude-sonnet-4.6", "/v1/messages", "\"vision\":true,\"adaptive_thinking\":true,\"reasoning_effort\":[\"low\",\"medium\",\"high\"]"),
    model("claude-haiku-4.5", "/chat/completions", "\"vision\":true"),
    model("gpt-5.6", "/responses", "\"vision\":true,\"reasoning_effort\":[\"low\",\"medium\"]"),
  };

  final GivenSignIn given;
  final ScriptedCopilot copilot = new ScriptedCopilot().lists(LIST);

  /// @param folder for the file of the sign-in
  SignedInCopilot(Path folder) throws Exception {
    given = new GivenSignIn(folder.resolve("auth"));
    given.on(EXCHANGE, "{\"token\":\"geheim-copilot\",\"refresh_in\":1500}").keep("github-default", "client-1", "ghu_geheim");
  }

  /// An instance whose three models are the Claude models of the list.
  ///
  /// @param lines of its env file beside these
  RunningProxy before(String... lines) throws Exception {
    var all = new ArrayList<>(List.of("OPENAI_API_KEY=", "COPILOT_CLIENT_ID=client-1", "GITHUB_URL=" + given.site(), "DIALECT=copilot", "OPERATOR_KEY=" + OPERATOR_KEY,
        "BIG_MODEL=claude-opus-4-6", "MIDDLE_MODEL=claude-sonnet-4-6-20260115", "SMALL_MODEL=claude-haiku-9"));
    all.addAll(List.of(lines));
    return RunningProxy.signedIn(given.store(), copilot.url(), all.toArray(String[]::new));
  }

  /// A request for a stream.
  ///
  /// @param members beside the usual ones, each with a comma before it
  static String ask(String model, String... members) {
    return "{\"model\":\"" + model + "\",\"max_tokens\":20000,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]" + String.join("", members) + "}";
  }

  static String path(Request request) {
    return request.line().split(" ")[1];
  }

  /// Waits until something has come about on another thread.
  static void until(Callable<Boolean> condition) throws Exception {
    for (var end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); !condition.call(); Thread.onSpinWait()) {
      assertTrue(System.nanoTime() < end, "it has not come about in time");
    }
  }

  @Override
  public void close() throws IOException {
    copilot.close();
    given.close();
  }
}
