package portside.provider;

import static portside.provider.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.Dialect.Off.EFFORT_NONE;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.Dialect.PromptCache.KEY;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Replay.ALL;
import static portside.provider.Dialect.Sampling.DROP;
import static portside.provider.Dialect.Search.RESPONSES_TOOL;
import static portside.provider.Dialect.Strict.WHEN_ASKED;
import static portside.provider.Dialect.SystemRole.DEVELOPER;
import static portside.provider.Dialect.Wire.RESPONSES;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import java.util.List;
import portside.provider.Dialect.Strict;

/// OpenAI by generation. Read in November 2026; sources: platform.openai.com (latest-model guide, model pages), openai-openapi (2026-08-21),
/// the Vercel AI SDK and pi-mono, tests of the operators apiyi and aihubmix (2026-11-18) and laozhang (2026-11-04).
final class OpenAiRows {
  private static final Dialect GPT_4O =
      STANDARD
          .as("gpt-4o")
          .maxTokensField(MAX_COMPLETION_TOKENS) // max_tokens is deprecated
          .maxOutput(16_384)
          .maxTools(128)
          .strict(WHEN_ASKED)
          .promptCache(KEY)
          .contextWindow(128_000)
          .row();

  private static final Dialect GPT_4_1 = GPT_4O.as("gpt-4.1").maxOutput(32_768).contextWindow(1_047_576).row();

  /// o1, o3 and o4-mini.
  private static final Dialect O =
      GPT_4O
          .as("gpt-o")
          .maxOutput(100_000)
          .sampling(DROP) // 400
          .maxStops(0) // "not supported with latest reasoning models" (openai-openapi)
          .parallelToolCalls(UNSAID) // refused (llama_index #20865, tensorzero #2805)
          .systemRole(DEVELOPER) // system is taken too
          .reasoning(EFFORT)
          .efforts("low", "medium", "high")
          .off(WEAKEST)
          .contextWindow(200_000)
          .row();

  private static final Dialect GPT_5 =
      O.as("gpt-5")
          .maxOutput(128_000)
          .parallelToolCalls(GPT_4O.parallelToolCalls())
          .efforts("minimal", "low", "medium", "high")
          .contextWindow(400_000)
          .row();

  /// 5.1 to 5.3, the last that take tools and thinking together on chat completions; they do not think unless told to.
  private static final Dialect GPT_5_1 = GPT_5.as("gpt-5.1").efforts("none", "low", "medium", "high").off(EFFORT_NONE).row();

  /// What all have in common that take tools with thinking on `/responses` only: 400 "Function tools with reasoning_effort are not supported
  /// … in /v1/chat/completions", even when no effort is sent (latest-model guide; apiyi; aihubmix).
  private static final Dialect GPT_5_4 =
      GPT_5_1
          .as("gpt-5.4")
          .wire(RESPONSES)
          .strict(Strict.FALSE) // a missing one counts as true on this wire
          .efforts("none", "low", "medium", "high", "xhigh")
          .replay(ALL) // its items, encrypted and unmodified, each between its calls (latest-model guide)
          .search(RESPONSES_TOOL)
          .contextWindow(1_050_000) // 922 000 in and 128 000 out
          .row();

  /// The codex models of these generations, which are only there on `/responses`.
  private static final Dialect CODEX = GPT_5_4.as("gpt-codex").efforts("low", "medium", "high", "xhigh").off(WEAKEST).contextWindow(400_000).row();

  /// The pro models, which are only there on `/responses`, and always think (model pages).
  private static final Dialect PRO = GPT_5_4.as("gpt-pro").efforts("medium", "high", "xhigh").off(WEAKEST).contextWindow(400_000).row();

  /// Luna and Sol of 6, which can be told not to think.
  private static final Dialect GPT_6 = GPT_5_4.as("gpt-6").efforts("none", "low", "medium", "high", "xhigh", "max").row();

  /// Tops out at xhigh (laozhang) and refuses `none`, as do Astra and 6.2 (latest-model guide).
  private static final Dialect GPT_6_1 = GPT_6.as("gpt-6.1").efforts("low", "medium", "high", "xhigh").off(WEAKEST).row();

  private static final Dialect GPT_6_2 = GPT_6_1.as("gpt-6.2").efforts("low", "medium", "high", "xhigh", "max").row();

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

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of("gpt-6.2-astra", "gpt-6.2-sol", "gpt-6-luna", RULES.toArray(DialectRule[]::new));

  private OpenAiRows() {}
}
