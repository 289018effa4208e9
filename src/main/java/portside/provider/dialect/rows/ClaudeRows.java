package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.BETAS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.KEY_HEADER;
import static portside.provider.dialect.Column.MANNER;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MESSAGES_PATH;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REQUEST_FITTED;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.SYSTEM_IN_PLACE;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Column.THINKING_ON;
import static portside.provider.dialect.Column.TOKEN_COUNT;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Column.WIRE;
import static portside.provider.dialect.Column.WITHOUT_BETAS;
import static portside.provider.dialect.Column.WITHOUT_KEYWORDS;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.provider.dialect.Dialect.KeyHeader;
import portside.provider.dialect.Dialect.Manner;
import portside.provider.dialect.Dialect.MessagesPath;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.PromptCache;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.Dialect.Replay;
import portside.provider.dialect.Dialect.Sampling;
import portside.provider.dialect.Dialect.Search;
import portside.provider.dialect.Dialect.TokenCount;
import portside.provider.dialect.Dialect.Wire;
import portside.provider.dialect.DialectRule;
import portside.provider.dialect.DialectTable;

/// Claude in its own language, at Anthropic and in the clouds: a request of Claude Code passes as it is. What stands here beside that is for requests
/// of clients that speak another language. Read in November 2026; sources: platform.claude.com/docs, Google Cloud's and AWS's pages on Claude,
/// public recordings of Azure and Vertex, requests of Claude Code 2.1.332 seen on loopback.
public final class ClaudeRows {
  private static final Catalog MODELS = Catalog.of("anthropic-messages");

  private static final Dialect CLAUDE =
      STANDARD
          .as("claude")
          .with(WIRE, Wire.MESSAGES)
          .with(MANNER, Manner.RAW)
          .with(BETAS, "all")
          .with(KEY_HEADER, KeyHeader.X_API_KEY)
          .with(TOKEN_COUNT, TokenCount.ASK) // platform.claude.com/docs, "Token counting"
          .with(SAMPLING, Sampling.DROP) // other values than the defaults are a 400 on the 5 series
          .with(MAX_STOPS, 8_191) // Anthropic API, `stop_sequences`
          .with(SYSTEM_IN_PLACE, true) // Claude Code sends messages of role `system` to these
          .with(REASONING, Reasoning.THINKING)
          .with(THINKING_ON, "{\"type\":\"adaptive\"}")
          .with(EFFORTS, "low", "medium", "high", "xhigh", "max")
          .with(OFF, Off.DISABLED)
          .with(REPLAY, Replay.ALL) // its own thinking passes with its own signature
          .with(PROMPT_CACHE, PromptCache.TIMED_MARKS)
          .with(SEARCH, Search.ANTHROPIC_TOOL)
          .with(MODELS.facts("claude"));

  /// Models that always think and take no forced tool ("What's new in Opus 5.5").
  private static final Dialect UNFORCED = CLAUDE.as("claude-unforced").with(FORCED_TOOL_CHOICE, ForcedToolChoice.NO).with(OFF, Off.WEAKEST);

  /// Up to Opus 4.7, Sonnet 4.6 and Haiku 4.5: "role 'system' is not supported on this model"; thinking has a budget.
  private static final Dialect OLDER =
      CLAUDE
          .as("claude-4")
          .with(SAMPLING, Sampling.PASS)
          .with(TOP_K, true)
          .with(FORCED_TOOL_CHOICE, ForcedToolChoice.UNLESS_THINKING)
          .with(SYSTEM_IN_PLACE, false)
          .with(THINKING_ON, "{\"type\":\"enabled\",\"budget_tokens\":4096}")
          .with(EFFORTS, List.of())
          .with(THINKING_BUDGET, true)
          .with(MODELS.facts("claude-4"));

  private static final List<DialectRule> RULES = List.of(
      models(UNFORCED, "*claude-opus-5*", "*claude-fable*", "*claude-mythos*"),
      models(CLAUDE, "*claude-opus-4-8*", "*claude-opus-4-9*", "*claude-sonnet-4-7*", "*claude-sonnet-4-8*"),
      models(OLDER, "*claude-opus-4*", "*claude-sonnet-4*", "*claude-haiku-4*", "*claude-3*"),
      otherwise(CLAUDE));

  /// `api.anthropic.com`.
  public static final DialectTable ANTHROPIC =
      DialectTable.of(MODELS, RULES.toArray(DialectRule[]::new));

  /// Azure Foundry, whose models are deployments (recordings).
  public static final DialectTable FOUNDRY = in("foundry-", row -> row);

  /// Vertex AI. It refused `context_management` and the scope of a cache mark.
  public static final DialectTable VERTEX = in("vertex-", row -> row
      .with(MESSAGES_PATH, MessagesPath.RAW_PREDICT)
      .with(KEY_HEADER, KeyHeader.BEARER)
      .with(TOKEN_COUNT, TokenCount.OWN) // it counts at a path of its own
      .with(WITHOUT_BETAS, "context-management-2025-06-27", "prompt-caching-scope-2026-01-05"));

  /// Amazon Bedrock's address of Anthropic's format, of which it is not known whether it counts, with a key of Bedrock's own. The one with AWS signatures and binary events is not spoken.
  public static final DialectTable BEDROCK = in("bedrock-", row -> row.with(TOKEN_COUNT, TokenCount.OWN));

  /// GitHub Copilot's, which takes few betas, and of each model only what its list says.
  static final DialectTable COPILOT = in("copilot-", row -> row
      .with(KEY_HEADER, KeyHeader.BEARER)
      .with(TOKEN_COUNT, TokenCount.OWN)
      .with(BETAS, "interleaved-thinking-", "context-management-", "advanced-tool-use-")
      .with(WITHOUT_BETAS, "prompt-caching-scope-2026-01-05") // "system.1.cache_control.ephemeral.scope: Extra inputs are not permitted"
      .with(SYSTEM_IN_PLACE, false)
      .with(WITHOUT_KEYWORDS, "$schema")
      .with(REQUEST_FITTED, true)
      .with(SEARCH, Search.NONE));

  private ClaudeRows() {}

  private static DialectTable in(String cloud, UnaryOperator<Dialect> cells) {
    Stream<DialectRule> rules = RULES.stream().map(rule -> new DialectRule(rule.models(), cells.apply(rule.row().as(cloud + rule.row().name()))));
    return DialectTable.of(rules.toArray(DialectRule[]::new));
  }
}
