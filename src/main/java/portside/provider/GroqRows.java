package portside.provider;

import static portside.provider.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.Dialect.Off.EFFORT_NONE;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Search.BROWSER_SEARCH;
import static portside.provider.Dialect.Strict.WHEN_ASKED;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import portside.provider.Dialect.ExtraMember;

/// Groq. Read in November 2026; sources: console.groq.com/docs, the Vercel AI SDK's adapter (2026-08-22), pi-mono (2026-03).
final class GroqRows {
  private static final Dialect GROQ =
      STANDARD
          .as("groq")
          .maxTokensField(MAX_COMPLETION_TOKENS) // max_tokens is deprecated
          .maxTools(128) // CLIProxyAPI #2688
          .pdf(TEXT)
          .contextWindow(131_072)
          .row();

  private static final Dialect GPT_OSS =
      GROQ.as("groq-gpt-oss")
          .maxOutput(65_536)
          .strict(WHEN_ASKED)
          .images(false) // a model of text
          .imageUrls(false)
          .reasoning(EFFORT)
          .efforts("low", "medium", "high")
          .off(WEAKEST) // it always thinks
          .search(BROWSER_SEARCH)
          .row();

  private static final Dialect QWEN =
      GROQ.as("groq-qwen")
          .maxOutput(16_384) // braintrust-proxy #1073
          .reasoning(EFFORT) // `none` or `default`, no levels (pi-mono, Vercel AI SDK)
          .off(EFFORT_NONE)
          .extraBody(new ExtraMember("reasoning_format", "\"parsed\"")) // raw is refused beside tools
          .row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "openai/gpt-oss-120b", "openai/gpt-oss-120b", "openai/gpt-oss-20b",
          models(GPT_OSS, "openai/gpt-oss*"),
          models(QWEN, "qwen/*"),
          otherwise(GROQ));

  private GroqRows() {}
}
