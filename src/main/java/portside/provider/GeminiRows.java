package portside.provider;

import static portside.provider.Dialect.CallSignatures.GOOGLE;
import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Sampling.DROP;
import static portside.provider.Dialect.Schemas.GEMINI;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import java.util.List;

/// Google Gemini through its OpenAI-compatible endpoint. Read in November 2026; sources: ai.google.dev (OpenAI compatibility, thinking,
/// thought signatures, changelog) and the Vercel AI SDK's adapter.
final class GeminiRows {
  private static final Dialect V3 =
      STANDARD
          .as("gemini-3")
          .maxOutput(65_536) // model pages
          .sampling(DROP) // deprecated since 2026-07-21 for 3.5 Flash and later (changelog)
          .maxStops(5) // API reference
          .parallelToolCalls(UNSAID) // refused (litellm #9686)
          .schemas(GEMINI) // an OpenAPI subset; unknown keywords are a 400 (CLIProxyAPI, Vercel AI SDK)
          .reasoning(EFFORT)
          .efforts("low", "medium", "high") // Pro, and Flash from 3.7 on, have no minimal (thinking guide)
          .off(WEAKEST) // Gemini 3 cannot be told not to think (thinking guide)
          .contentWithCalls(EMPTY) // null is refused: "Expected string… got null" (langchain #30803)
          .imageUrls(false) // data URLs only (OpenAI compatibility)
          .pdf(TEXT) // no file part (OpenAI compatibility)
          .callSignatures(GOOGLE) // else 400 "Function call is missing a thought_signature" (thought signatures)
          .contextWindow(1_048_576)
          .row();

  private static final Dialect V3_FLASH = V3.as("gemini-3-flash").efforts("minimal", "low", "medium", "high").row();

  static final KnownProvider PROVIDER =
      new KnownProvider(
          "gemini",
          List.of("https://generativelanguage.googleapis.com/v1beta/openai"),
          new Provider.Models("gemini-3.1-pro-preview-customtools", "gemini-3.8-flash", "gemini-3.5-flash-lite"),
          List.of(models(V3_FLASH, "*gemini-3-flash*", "*gemini-3.1-flash*", "*gemini-3.5-flash*", "*gemini-3.6-flash*"), otherwise(V3)));

  private GeminiRows() {}
}
