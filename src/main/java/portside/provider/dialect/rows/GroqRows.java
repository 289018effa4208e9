package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.dialect.Dialect.Off.EFFORT_NONE;
import static portside.provider.dialect.Dialect.Off.WEAKEST;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Reasoning.EFFORT;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Search.BROWSER_SEARCH;
import static portside.provider.dialect.Dialect.Strict.WHEN_ASKED;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ExtraMember;
import portside.provider.dialect.DialectTable;

/// Groq. Read in November 2026; sources: console.groq.com/docs, the Vercel AI SDK's adapter (2026-08-22), pi-mono (2026-03).
public final class GroqRows {
  private static final Catalog MODELS = Catalog.of("groq");

  private static final Dialect GROQ =
      STANDARD
          .as("groq")
          .with(MAX_TOKENS_FIELD, MAX_COMPLETION_TOKENS) // max_tokens is deprecated
          .with(MAX_TOOLS, 128) // CLIProxyAPI #2688
          .with(PDF, TEXT)
          .with(MODELS.facts("groq"));

  private static final Dialect GPT_OSS =
      GROQ.as("groq-gpt-oss")
          .with(MODELS.facts("groq-gpt-oss"))
          .with(STRICT, WHEN_ASKED)
          .with(IMAGES, false) // a model of text
          .with(IMAGE_URLS, false)
          .with(REASONING, EFFORT)
          .with(EFFORTS, "low", "medium", "high")
          .with(OFF, WEAKEST) // it always thinks
          .with(SEARCH, BROWSER_SEARCH);

  private static final Dialect QWEN =
      GROQ.as("groq-qwen")
          .with(MODELS.facts("groq-qwen"))
          .with(REASONING, EFFORT) // `none` or `default`, no levels (pi-mono, Vercel AI SDK)
          .with(OFF, EFFORT_NONE)
          .with(EXTRA_BODY, new ExtraMember("reasoning_format", "\"parsed\"")); // raw is refused beside tools

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
          models(GPT_OSS, "openai/gpt-oss*"),
          models(QWEN, "qwen/*"),
          otherwise(GROQ));

  private GroqRows() {}
}
