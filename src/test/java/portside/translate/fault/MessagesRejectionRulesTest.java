package portside.translate.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.DialectRule;
import portside.provider.dialect.Lesson;
import portside.provider.dialect.rows.ClaudeRows;

/// What Claude's back ends refuse, and what of the request then stays behind.
class MessagesRejectionRulesTest {
  private static final Dialect CLAUDE = ClaudeRows.ANTHROPIC.rules().getFirst().row();
  private static final Dialect VERTEX = ClaudeRows.VERTEX.rules().getFirst().row();
  private static final String SENT = "{\"model\":\"m\",\"max_tokens\":32000,\"thinking\":{\"type\":\"adaptive\"},\"speed\":\"fast\",\"messages\":[]}";

  private static Optional<Lesson> lesson(String words, Dialect row) {
    var body = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"" + words.replace("\"", "\\\"") + "\"}}";
    var errors = new ErrorToFault("acme", "m", row, 100, 32_000, text -> text, Instant.EPOCH);
    return errors.refused(400, _ -> null, body.getBytes(StandardCharsets.UTF_8), SENT.getBytes(StandardCharsets.UTF_8)).lesson();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "messages.1.content.0: Invalid `signature` in `thinking` block",
    "messages.3.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`",
    "a final `assistant` message must start with a thinking block",
    "messages.1.content.0.thinking.signature: Field required",
    "messages.1.content.1.tool_use.signature: Extra inputs are not permitted",
    "`thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified",
    "Thought signature is not valid"})
  void aRefusedSignatureTakesAllThinkingOutOfThisRequest(String words) {
    assertEquals(new Lesson(Column.REPLAY, "none", false), lesson(words, CLAUDE).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "context_management: Extra inputs are not permitted                                       | DIALECT_WITHOUT_BETAS=context-management-2025-06-27",
    "system.1.cache_control.ephemeral.scope: Extra inputs are not permitted                   | DIALECT_WITHOUT_BETAS=prompt-caching-scope-2026-01-05",
    "speed: Extra inputs are not permitted                                                    | DIALECT_WITHOUT_BETAS=fast-mode-2026-02-01",
    "Unexpected value(s) `context-1m-2025-08-07`, `x-2` for the `anthropic-beta` header.      | DIALECT_WITHOUT_BETAS=context-1m-2025-08-07,x-2",
    "role 'system' is not supported on this model                                             | DIALECT_SYSTEM_IN_PLACE=false",
    "adaptive thinking is not supported on this model                                         | DIALECT_WITHOUT=thinking"})
  void whatIsNamedStaysBehind(String words, String setting) {
    assertEquals(setting, lesson(words, CLAUDE).map(Lesson::setting).orElse(""));
  }

  @Test
  void aFurtherBetaJoinsThoseBefore() {
    assertEquals("DIALECT_WITHOUT_BETAS=context-management-2025-06-27,prompt-caching-scope-2026-01-05,fast-mode-2026-02-01",
        lesson("speed: Extra inputs are not permitted", VERTEX).orElseThrow().setting());
    assertEquals(Optional.empty(), lesson("context_management: Extra inputs are not permitted", VERTEX), "it did not go up");
  }

  /// A request that passes is not changed by them, so it would be asked again as it was.
  @ParameterizedTest
  @ValueSource(strings = {"max_tokens: 32000 > 8192, which is the maximum allowed number of output tokens for this model", "Could not process image",
    "cache_control: not supported", "messages: at least one message is required"})
  void nothingIsLearnedThatChangesNothing(String words) {
    assertEquals(Optional.empty(), lesson(words, CLAUDE));
  }

  @Test
  void otherWiresKnowNoneOfThis() {
    assertTrue(List.of("Invalid `signature` in `thinking` block", "role 'system' is not supported").stream()
        .allMatch(words -> lesson(words, Dialect.STANDARD).filter(found -> !found.column().name().equals("WITHOUT")).isEmpty()));
    assertTrue(ClaudeRows.FOUNDRY.rules().stream().map(DialectRule::row).allMatch(row -> lesson("speed: Extra inputs are not permitted", row).isPresent()));
  }
}
