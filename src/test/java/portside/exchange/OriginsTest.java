package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.ledger.Origin;
import portside.wire.Json;

/// What a request says of where it comes from.
class OriginsTest {
  private static Origin of(Map<String, String> headers, String system, String metadata) {
    var body = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Primary working directory: /not/this\"},"
        + "{\"role\":\"system\",\"content\":" + Json.quoted(system) + "}]" + metadata + "}";
    var client = new RecordedClient(body) {
      @Override
      public String header(String name) {
        return headers.get(name);
      }
    };
    return Origins.of(client, new MessagesLanguage().read(client));
  }

  @Test
  void whatClaudeCodeSays() {
    assertEquals(
        new Origin("s", "a", "p", "Explore", "workflow", "pr", "shop", null, "claude-cli/2.1.332", 3, "00-1"),
        of(Map.ofEntries(Map.entry("x-claude-code-session-id", "s"), Map.entry("x-claude-code-agent-id", "a"),
            Map.entry("x-claude-code-parent-agent-id", "p"), Map.entry("x-claude-code-agent-type", "Explore"),
            Map.entry("x-claude-code-request-class", "workflow"), Map.entry("x-claude-code-prompt-id", "pr"), Map.entry("x-portside-project", " shop "),
            Map.entry("user-agent", "claude-cli/2.1.332 (external, cli)"), Map.entry("x-stainless-retry-count", "3"), Map.entry("traceparent", "00-1")),
            "", ""));
  }

  @Test
  void whatIsNotSaidIsUnknown() {
    assertEquals(Origin.UNKNOWN, of(Map.of(), "", ""));
  }

  @Test
  void theClassFollowsFromOtherHeadersWhereItIsNotSaid() {
    assertEquals("subagent", of(Map.of("x-claude-code-agent-id", "a"), "", "").kind());
    assertEquals("compaction", of(Map.of("x-claude-code-compaction", "auto", "x-claude-code-request-class", "main"), "", "").kind());
  }

  @Test
  void theSessionOfTheBodyAndThatOfCodexStandIn() {
    assertEquals("s-2", of(Map.of("session-id", "s-3"), "", ",\"metadata\":{\"user_id\":\"{\\\"session_id\\\":\\\"s-2\\\"}\"}").session());
    assertEquals("s-3", of(Map.of("session-id", "s-3"), "", "").session());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", value = {
    "- Primary working directory: /home/mallory/shop;- Platform: linux | shop",
    "Working directory: /home/mallory/shop/                       | shop",
    "Primary working directory: C:\\Users\\mallory\\Mein Laden  | Mein Laden",
    "Primary working directory: /                                 | none",
    "nothing of the kind                                          | none",
  })
  void ofTheDirectoryTheLastNameIsTaken(String system, String folder) {
    assertEquals(folder, of(Map.of(), system.replace(';', '\n'), "").folder());
  }

  @ParameterizedTest
  @CsvSource({"x\u0007y", "Grüße", "''"})
  void whatIsLongOrNotPrintableIsNotTaken(String session) {
    assertEquals(null, of(Map.of("x-claude-code-session-id", session), "", "").session());
    assertEquals(null, of(Map.of("x-claude-code-session-id", "a".repeat(129)), "", "").session());
    assertEquals("a".repeat(128), of(Map.of("x-claude-code-session-id", "a".repeat(128)), "", "").session());
  }
}
