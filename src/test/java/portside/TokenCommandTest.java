package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.RunningChain.Member;

/// Tokens of a command on every way to a provider, on real sockets with a real program.
@Timeout(60)
class TokenCommandTest {
  private static final ScriptedProvider.Script REFUSES = line -> line.whole(401, "application/json", "{\"error\":{\"message\":\"bad "
      + line.asked().head().getOrDefault("authorization", "") + "\"}}");
  private static final ScriptedProvider.Script ANSWERS = line -> {
    line.stream();
    line.text("well");
    line.finish();
  };

  @TempDir Path folder;

  /// A program that prints `geheim-1`, `geheim-2` …
  private String counting() throws Exception {
    return program("n=$(($(cat " + folder + "/n 2>/dev/null || echo 0) + 1)); echo $n > " + folder + "/n; echo geheim-$n");
  }

  private String program(String script) throws Exception {
    var file = Files.writeString(folder.resolve("token"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return "OPENAI_TOKEN_COMMAND=" + file;
  }

  private int runs() throws Exception {
    return Integer.parseInt(Files.readString(folder.resolve("n")).strip());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "/v1/messages               | DIALECT_WIRE=chat      | /v1/chat/completions",
    "/v1/messages               | DIALECT_WIRE=responses | /v1/responses",
    "/v1/messages               | DIALECT=claude         | /v1/messages",
    "/v1/messages               | DIALECT_WIRE=gemini    | /v1/models/middle:streamGenerateContent?alt=sse",
    "/v1/messages/count_tokens  | DIALECT=claude         | /v1/messages/count_tokens",
    "/v1/chat/completions       | DIALECT_WIRE=chat      | /v1/chat/completions",
    "/api/openai/files          | DIALECT_WIRE=chat      | /v1/files",
    "/api/anthropic/v1/files    | DIALECT=claude         | /v1/files",
  })
  void aRefusedTokenIsReplacedOnceOnEveryWay(String path, String dialect, String asked) throws Exception {
    try (var provider = new ScriptedProvider().then(REFUSES).then(line -> line.whole(418, "application/json", "{}"));
        var proxy = RunningProxy.before(provider.url(), "OPENAI_API_KEY=", counting(), dialect)) {
      var _ = proxy.post(path, RunningProxy.hello(true));
      for (var time = 1; time <= 2; time++) {
        var request = provider.take();
        assertEquals(asked, request.line().split(" ")[1]);
        assertEquals("Bearer geheim-" + time, request.head().get("authorization"));
      }
      assertEquals(2, runs());
    }
  }

  @Test
  void theTokenIsKeptForTheNextRequests() throws Exception {
    try (var provider = new ScriptedProvider().then(REFUSES).then(ANSWERS);
        var proxy = RunningProxy.before(provider.url(), "OPENAI_API_KEY=", counting())) {
      for (var request = 0; request < 3; request++) {
        assertTrue(proxy.post("/v1/messages", RunningProxy.hello(true)).body().contains("well"));
      }
      assertEquals(4, provider.calls());
      assertEquals(2, runs());
      assertTrue(proxy.get("/test-connection").body().contains("success"));
    }
  }

  @Test
  void aProviderThatRefusesEveryTokenIsNoStorm() throws Exception {
    try (var logged = new Logged("portside");
        var provider = new ScriptedProvider().then(REFUSES);
        var proxy = RunningProxy.before(provider.url(), "OPENAI_API_KEY=", counting(), "LOG_LEVEL=TRACE")) {
      var seen = new StringBuilder();
      for (var request = 0; request < 20; request++) {
        var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains("authentication_error"), answer.body());
        seen.append(answer.body()).append(answer.headers());
      }
      assertEquals(2, runs(), "within five seconds");
      assertEquals(21, provider.calls());
      for (var page : List.of("/health", "/providers", "/api/status", "/metrics", "/test-connection")) {
        seen.append(proxy.get(page).body());
      }
      assertFalse(seen.toString().contains("geheim"), seen.toString());
      assertEquals(List.of(), logged.from(Level.ALL).stream().filter(line -> line.contains("geheim")).toList());
      assertTrue(logged.from(Level.ALL).stream().anyMatch(line -> line.startsWith("a token command: another token, digest ")), "the log was seen");
    }
  }

  @Test
  void aCommandThatFailsIsToldToClientsAndInHealth() throws Exception {
    try (var provider = new ScriptedProvider().then(ANSWERS);
        var proxy = RunningProxy.before(provider.url(), "OPENAI_API_KEY=", program("echo geheim >&2; exit 3"))) {
      assertTrue(proxy.get("/health").body().contains("\"status\":\"healthy\""), "nothing is known yet, and it is not run for nothing");
      var why = "the proxy has no token for test: OPENAI_TOKEN_COMMAND ended with exit code 3; run it in a shell to see why";
      for (var request = 0; request < 2; request++) {
        var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains(why), answer.body());
      }
      var health = proxy.get("/health").body();
      assertTrue(health.contains("\"status\":\"unconfigured\"") && health.contains("\"obstacle\":\"" + why + "\""), health);
      assertEquals(0, provider.calls());
      assertEquals(401, proxy.post("/api/openai/files", "{}").statusCode());
    }
  }

  @Test
  void inAChainAMemberWithoutATokenIsSkipped() throws Exception {
    try (var a = new ScriptedProvider().then(ANSWERS); var b = new ScriptedProvider().then(ANSWERS);
        var chain = RunningChain.of(List.of(new Member("a", a.url(), "OPENAI_API_KEY=", program("exit 3")), new Member("b", b.url())))) {
      assertEquals("b", chain.ask().header("x-provider-used"));
      assertEquals("b", chain.ask().header("x-provider-used"));
      assertEquals("0 2", a.calls() + " " + b.calls());
      assertTrue(chain.get("/health").body().contains("\"degraded\""));
      program("echo geheim");
      chain.pass(Duration.ofSeconds(10));
      assertEquals("a", chain.ask().header("x-provider-used"));
    }
  }

  /// What is known of an account does not hang on the token it has now.
  @Test
  void anOutageIsTheAccountsAndNotTheTokens() throws Exception {
    try (var a = new ScriptedProvider().then(line -> line.whole(402, "application/json", "{\"error\":{\"message\":\"no money\"}}"));
        var b = new ScriptedProvider().then(ANSWERS);
        var chain = RunningChain.of(List.of(new Member("a", a.url(), "OPENAI_API_KEY=", counting()), new Member("b", b.url())))) {
      assertEquals("b", chain.ask().header("x-provider-used"));
      assertEquals("b", chain.ask().header("x-provider-used"));
      assertEquals(1, a.calls());
      assertFalse(Stream.of("/health", "/providers", "/api/status").map(page -> {
        try {
          return chain.get(page).body();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }).anyMatch(page -> page.contains("geheim")));
    }
  }

  @Test
  void noRecordOfAWholeRequestHoldsIt() throws Exception {
    var records = folder.resolve("requests");
    try (var provider = new ScriptedProvider().then(REFUSES);
        var proxy = RunningProxy.takingDown(records, provider.url(), "LOG_REQUESTS=all", "OPENAI_API_KEY=", counting())) {
      assertEquals(401, proxy.post("/v1/messages", RunningProxy.hello(false)).statusCode());
    }
    try (var files = Files.walk(records)) {
      var written = new StringBuilder();
      for (var file : files.filter(Files::isRegularFile).toList()) {
        written.append(Files.readString(file));
      }
      assertTrue(written.toString().contains("bad "), "the answer was taken down");
      assertFalse(written.toString().contains("geheim"), written.toString());
    }
  }

  @Test
  void aReloadKeepsTheTokenAndTheWay() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.kept("{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}"));
        var proxy = RunningProxy.before(provider.url(), "OPENAI_API_KEY=", counting())) {
      assertEquals(200, proxy.post("/v1/messages", RunningProxy.hello(false)).statusCode());
      assertEquals(200, proxy.post("/providers/reload", "").statusCode());
      assertEquals(200, proxy.post("/v1/messages", RunningProxy.hello(false)).statusCode());
      assertEquals(1, runs());
    }
  }

  @Test
  void aClientThatLeavesDoesNotWaitForTheProgram() throws Exception {
    var fifo = folder.resolve("goes");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    try (var provider = new ScriptedProvider().then(ANSWERS);
        var proxy = RunningProxy.before(provider.url(), "OPENAI_API_KEY=", program("touch " + folder + "/runs; cat " + fifo))) {
      try (var client = new RawClient(proxy.port())) {
        client.send(RawClient.post("/v1/messages", RunningProxy.hello(true)));
        while (!Files.exists(folder.resolve("runs"))) {
          Thread.onSpinWait();
        }
      }
      proxy.metricsWith("result=\"left\"} 1.0");
      assertEquals(0, provider.calls());
      Files.writeString(fifo, "geheim\n"); // the program goes on, and what it prints serves the next
      assertTrue(proxy.post("/v1/messages", RunningProxy.hello(true)).body().contains("well"));
      assertEquals(1, provider.calls());
    }
  }
}
