package portside.provider;

import static portside.provider.Dialect.CallSignatures.GOOGLE;
import static portside.provider.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.Dialect.Off.EFFORT_NONE;
import static portside.provider.Dialect.Off.WEAKEST;
import static portside.provider.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Reasoning.EFFORT;
import static portside.provider.Dialect.Sampling.DROP;
import static portside.provider.Dialect.Sampling.PASS;
import static portside.provider.Dialect.Schemas.GEMINI;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import portside.provider.Dialect.CallSignatures;

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

  /// Gemini 2.5, whose end was announced for 2026-10-16; whether it still answers is not known. It needs no signatures (thinking guide).
  private static final Dialect V2_5 =
      V3.as("gemini-2.5").sampling(PASS).efforts("low", "medium", "high").off(EFFORT_NONE).callSignatures(CallSignatures.NONE).row();

  private static final Dialect V2_5_PRO = V2_5.as("gemini-2.5-pro").off(WEAKEST).row(); // its budget begins at 128 (thinking guide)

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "gemini-3.1-pro-preview-customtools", "gemini-3.8-flash", "gemini-3.5-flash-lite",
          models(V2_5_PRO, "*gemini-2.5-pro*"),
          models(V2_5, "*gemini-2*"),
          models(V3_FLASH, "*gemini-3-flash*", "*gemini-3.1-flash*", "*gemini-3.5-flash*", "*gemini-3.6-flash*"),
          otherwise(V3));

  private GeminiRows() {}
}
