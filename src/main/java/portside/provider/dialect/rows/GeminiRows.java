package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Dialect.CallSignatures.GOOGLE;
import static portside.provider.dialect.Dialect.ContentWithCalls.EMPTY;
import static portside.provider.dialect.Dialect.ErrorMeaning.NOT_FOUND;
import static portside.provider.dialect.Dialect.ErrorMeaning.OVERLOADED;
import static portside.provider.dialect.Dialect.ErrorMeaning.PERMISSION;
import static portside.provider.dialect.Dialect.Off.EFFORT_NONE;
import static portside.provider.dialect.Dialect.Off.WEAKEST;
import static portside.provider.dialect.Dialect.ParallelToolCalls.UNSAID;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Reasoning.EFFORT;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Sampling.DROP;
import static portside.provider.dialect.Dialect.Sampling.PASS;
import static portside.provider.dialect.Dialect.Schemas.GEMINI;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.CallSignatures;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.DialectTable;

/// Google Gemini through its OpenAI-compatible endpoint. Read in November 2026; sources: ai.google.dev (OpenAI compatibility, thinking,
/// thought signatures, changelog) and the Vercel AI SDK's adapter.
public final class GeminiRows {
  private static final Catalog MODELS = Catalog.of("gemini");

  private static final Dialect V3 =
      STANDARD
          .as("gemini-3")
          .with(SAMPLING, DROP) // deprecated since 2026-07-21 for 3.5 Flash and later (changelog)
          .with(MAX_STOPS, 5) // API reference
          .with(PARALLEL_TOOL_CALLS, UNSAID) // refused (litellm #9686)
          .with(SCHEMAS, GEMINI) // an OpenAPI subset; unknown keywords are a 400 (CLIProxyAPI, Vercel AI SDK)
          .with(REASONING, EFFORT)
          .with(EFFORTS, "low", "medium", "high") // Pro, and Flash from 3.7 on, have no minimal (thinking guide)
          .with(OFF, WEAKEST) // Gemini 3 cannot be told not to think (thinking guide)
          .with(CONTENT_WITH_CALLS, EMPTY) // null is refused: "Expected string… got null" (langchain #30803)
          .with(IMAGE_URLS, false) // data URLs only (OpenAI compatibility)
          .with(PDF, TEXT) // no file part (OpenAI compatibility)
          .with(CALL_SIGNATURES, GOOGLE) // else 400 "Function call is missing a thought_signature" (thought signatures)
          .with(ERROR_CODES,
              new ErrorCode("FAILED_PRECONDITION", PERMISSION), // "User location is not supported for the API use."
              new ErrorCode("NOT_FOUND", NOT_FOUND),
              new ErrorCode("INTERNAL", OVERLOADED), // it and the next mean no capacity (troubleshooting guide)
              new ErrorCode("DEADLINE_EXCEEDED", OVERLOADED))
          .with(MODELS.facts("gemini-3"));

  private static final Dialect V3_FLASH = V3.as("gemini-3-flash").with(EFFORTS, "minimal", "low", "medium", "high");

  /// Gemini 2.5, whose end was announced for 2026-10-16; whether it still answers is not known. It needs no signatures (thinking guide).
  private static final Dialect V2_5 =
      V3
          .as("gemini-2.5")
          .with(SAMPLING, PASS)
          .with(EFFORTS, "low", "medium", "high")
          .with(OFF, EFFORT_NONE)
          .with(CALL_SIGNATURES, CallSignatures.NONE);

  private static final Dialect V2_5_PRO = V2_5.as("gemini-2.5-pro").with(OFF, WEAKEST); // its budget begins at 128 (thinking guide)

  public static final DialectTable TABLE =
      DialectTable.of(
          MODELS,
          models(V2_5_PRO, "*gemini-2.5-pro*"),
          models(V2_5, "*gemini-2*"),
          models(V3_FLASH, "*gemini-3-flash*", "*gemini-3.1-flash*", "*gemini-3.5-flash*", "*gemini-3.6-flash*"),
          otherwise(V3));

  private GeminiRows() {}
}
