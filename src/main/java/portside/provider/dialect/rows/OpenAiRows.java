package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.SYSTEM_ROLE;
import static portside.provider.dialect.Column.WIRE;
import static portside.provider.dialect.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.dialect.Dialect.Off.EFFORT_NONE;
import static portside.provider.dialect.Dialect.Off.WEAKEST;
import static portside.provider.dialect.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.dialect.Dialect.PromptCache.KEY;
import static portside.provider.dialect.Dialect.Reasoning.EFFORT;
import static portside.provider.dialect.Dialect.Replay.ALL;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Sampling.DROP;
import static portside.provider.dialect.Dialect.Search.RESPONSES_TOOL;
import static portside.provider.dialect.Dialect.Strict.WHEN_ASKED;
import static portside.provider.dialect.Dialect.SystemRole.DEVELOPER;
import static portside.provider.dialect.Dialect.Wire.RESPONSES;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import java.util.List;
import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Strict;
import portside.provider.dialect.DialectRule;
import portside.provider.dialect.DialectTable;

/// OpenAI by generation. Read in November 2026; sources: platform.openai.com (latest-model guide, model pages), openai-openapi (2026-08-21),
/// the Vercel AI SDK and pi-mono, tests of the operators apiyi and aihubmix (2026-11-18) and laozhang (2026-11-04).
public final class OpenAiRows {
  private static final Catalog MODELS = Catalog.of("openai");

  private static final Dialect GPT_4O =
      STANDARD
          .as("gpt-4o")
          .with(MAX_TOKENS_FIELD, MAX_COMPLETION_TOKENS) // max_tokens is deprecated
          .with(MAX_TOOLS, 128)
          .with(STRICT, WHEN_ASKED)
          .with(PROMPT_CACHE, KEY)
          .with(MODELS.facts("gpt-4o"));

  private static final Dialect GPT_4_1 = GPT_4O.as("gpt-4.1").with(MODELS.facts("gpt-4.1"));

  /// o1, o3 and o4-mini.
  private static final Dialect O =
      GPT_4O
          .as("gpt-o")
          .with(SAMPLING, DROP) // 400
          .with(MAX_STOPS, 0) // "not supported with latest reasoning models" (openai-openapi)
          .with(PARALLEL_TOOL_CALLS, UNSAID) // refused (llama_index #20865, tensorzero #2805)
          .with(SYSTEM_ROLE, DEVELOPER) // system is taken too
          .with(REASONING, EFFORT)
          .with(EFFORTS, "low", "medium", "high")
          .with(OFF, WEAKEST)
          .with(MODELS.facts("gpt-o"));

  private static final Dialect GPT_5 =
      O.as("gpt-5")
          .with(PARALLEL_TOOL_CALLS, GPT_4O.get(PARALLEL_TOOL_CALLS))
          .with(EFFORTS, "minimal", "low", "medium", "high")
          .with(MODELS.facts("gpt-5"));

  /// 5.1 to 5.3, the last that take tools and thinking together on chat completions; they do not think unless told to.
  private static final Dialect GPT_5_1 = GPT_5.as("gpt-5.1").with(EFFORTS, "none", "low", "medium", "high").with(OFF, EFFORT_NONE);

  /// What all have in common that take tools with thinking on `/responses` only: 400 "Function tools with reasoning_effort are not supported
  /// … in /v1/chat/completions", even when no effort is sent (latest-model guide; apiyi; aihubmix).
  private static final Dialect GPT_5_4 =
      GPT_5_1
          .as("gpt-5.4")
          .with(WIRE, RESPONSES)
          .with(STRICT, Strict.FALSE) // a missing one counts as true on this wire
          .with(EFFORTS, "none", "low", "medium", "high", "xhigh")
          .with(REPLAY, ALL) // its items, encrypted and unmodified, each between its calls (latest-model guide)
          .with(SEARCH, RESPONSES_TOOL)
          .with(MODELS.facts("gpt-5.4"));

  /// The codex models of these generations, which are only there on `/responses`.
  private static final Dialect CODEX =
      GPT_5_4.as("gpt-codex").with(EFFORTS, "low", "medium", "high", "xhigh").with(OFF, WEAKEST).with(MODELS.facts("gpt-codex"));

  /// The pro models, which are only there on `/responses`, and always think (model pages).
  private static final Dialect PRO = GPT_5_4.as("gpt-pro").with(EFFORTS, "medium", "high", "xhigh").with(OFF, WEAKEST).with(MODELS.facts("gpt-pro"));

  /// Luna and Sol of 6, which can be told not to think.
  private static final Dialect GPT_6 = GPT_5_4.as("gpt-6").with(EFFORTS, "none", "low", "medium", "high", "xhigh", "max");

  /// Tops out at xhigh (laozhang) and refuses `none`, as do Astra and 6.2 (latest-model guide).
  private static final Dialect GPT_6_1 = GPT_6.as("gpt-6.1").with(EFFORTS, "low", "medium", "high", "xhigh").with(OFF, WEAKEST);

  private static final Dialect GPT_6_2 = GPT_6_1.as("gpt-6.2").with(EFFORTS, "low", "medium", "high", "xhigh", "max");

  /// Which generation a name belongs to; also what Azure's rows are made of.
  static final List<DialectRule> RULES =
      List.of(
          models(CODEX, "gpt-5*codex*", "codex-*"),
          models(PRO, "gpt-5-pro*", "gpt-5.*-pro*", "o1-pro*", "o3-pro*"),
          models(GPT_4_1, "*gpt-4.1*"),
          models(GPT_4O, "*gpt-4*", "*gpt-3.5*", "chatgpt-*"),
          models(O, "o1*", "o3*", "o4*"),
          models(GPT_5_1, "gpt-5.1*", "gpt-5.2*", "gpt-5.3*"),
          models(GPT_5_4, "gpt-5.*"),
          models(GPT_5, "gpt-5*"),
          models(GPT_6_2, "gpt-6-astra*"),
          models(GPT_6, "gpt-6-*"),
          models(GPT_6_1, "gpt-6.1*"),
          otherwise(GPT_6_2));

  public static final DialectTable TABLE =
      DialectTable.of(MODELS, RULES.toArray(DialectRule[]::new));

  private OpenAiRows() {}
}
