package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.AFFINITY_HEADER;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.dialect.Dialect.Off.EFFORT_NONE;
import static portside.provider.dialect.Dialect.Off.WEAKEST;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.PromptCache.KEY;
import static portside.provider.dialect.Dialect.Reasoning.EFFORT;
import static portside.provider.dialect.Dialect.Replay.TOOL_TURNS;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Schemas.INLINE_REFS;
import static portside.provider.dialect.Dialect.Schemas.MOONSHOT;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import java.util.List;
import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.MissingReasoning;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.DialectTable;

/// Fireworks. Its ids are `accounts/fireworks/models/NAME`. Read in November 2026; sources: docs.fireworks.ai (reasoning, prompt caching),
/// catwalk (2026-08), the Vercel AI SDK's adapter.
public final class FireworksRows {
  private static final Catalog MODELS = Catalog.of("fireworks");

  /// A model of which nothing more is known.
  private static final Dialect FIREWORKS =
      STANDARD
          .as("fireworks")
          .with(TOP_K, true)
          .with(SCHEMAS, INLINE_REFS)
          .with(CONTENT_WITH_CALLS, EMPTY)
          .with(PDF, TEXT)
          .with(REPLAY, TOOL_TURNS) // "include it from previous assistant turns when the last message is a tool result"; else ignored (reasoning)
          .with(PROMPT_CACHE, KEY) // docs, prompt caching
          .with(AFFINITY_HEADER, "x-session-affinity"); // docs, prompt caching

  private static final Dialect THINKING =
      FIREWORKS.as("fireworks-thinking").with(REASONING, EFFORT).with(EFFORTS, "low", "medium", "high").with(OFF, WEAKEST); // catwalk

  private static final Dialect GPT_OSS =
      THINKING.as("fireworks-gpt-oss").with(IMAGES, false).with(IMAGE_URLS, false).with(MODELS.facts("fireworks-gpt-oss"));

  private static final Dialect DEEPSEEK =
      THINKING
          .as("fireworks-deepseek")
          .with(IMAGES, false)
          .with(IMAGE_URLS, false)
          .with(EFFORTS, "none", "high", "xhigh") // catwalk; low only for some
          .with(OFF, EFFORT_NONE)
          .with(MODELS.facts("fireworks-deepseek"));

  private static final Dialect GLM =
      DEEPSEEK.as("fireworks-glm").with(EFFORTS, "high", "max").with(OFF, Off.NOTHING); // catwalk; a switch is not known

  private static final Dialect KIMI =
      THINKING
          .as("fireworks-kimi")
          .with(SCHEMAS, MOONSHOT)
          .with(EFFORTS, "low", "high", "max") // catwalk
          .with(MISSING_REASONING, new MissingReasoning.Text("[reasoning unavailable]")) // as Moonshot itself asks for it
          .with(MODELS.facts("fireworks-kimi"));

  private static final Dialect KIMI_K2 =
      KIMI.as("fireworks-kimi-k2")
          .with(REASONING, Reasoning.NONE)
          .with(EFFORTS, List.of())
          .with(OFF, Off.NOTHING)
          .with(MODELS.facts("fireworks-kimi-k2"));

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
          models(KIMI_K2, "*/kimi-k2*"),
          models(KIMI, "*/kimi-*"),
          models(DEEPSEEK, "*/deepseek-v4*"),
          models(GLM, "*/glm-5*"),
          models(GPT_OSS, "*/gpt-oss*"),
          models(THINKING, "*/qwen3p8*", "*/minimax-m*"),
          otherwise(FIREWORKS));

  private FireworksRows() {}
}
