package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CALL_ID_MEMBER;
import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.FORMAT_WITH_TOOLS;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.KEY_HEADER;
import static portside.provider.dialect.Column.LEAST_THINKING;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MEDIA_IN_RESULTS;
import static portside.provider.dialect.Column.MOST_THINKING;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.TOKEN_COUNT;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Column.VALIDATED_CALLS;
import static portside.provider.dialect.Column.WIRE;
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

import java.util.List;
import java.util.function.UnaryOperator;
import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.CallSignatures;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.KeyHeader;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.Pdf;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.Dialect.Schemas;
import portside.provider.dialect.Dialect.Search;
import portside.provider.dialect.Dialect.TokenCount;
import portside.provider.dialect.Dialect.Wire;
import portside.provider.dialect.DialectTable;

/// Google Gemini through its OpenAI-compatible endpoint, and in its own language. Read in November 2026; sources: ai.google.dev (OpenAI compatibility, thinking,
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

  /// Gemini in its own language at AI Studio.
  public static final DialectTable NATIVE = nativeTable(row -> row);

  /// The same in Vertex AI's express mode, with a key.
  public static final DialectTable EXPRESS = nativeTable(row -> row.as("express-" + row.name()).with(TOKEN_COUNT, TokenCount.ASK_FLAT));

  /// The same at Vertex AI, whose token expires (Google Cloud, "Authenticate to Vertex AI").
  public static final DialectTable VERTEX =
      nativeTable(row -> row.as("vertex-" + row.name()).with(KEY_HEADER, KeyHeader.BEARER).with(TOKEN_COUNT, TokenCount.ASK_FLAT));

  private GeminiRows() {}

  /// The rows of the models in its own language, each with further cells.
  static DialectTable nativeTable(UnaryOperator<Dialect> cells) {
    var pro = budgets(V2_5_PRO, 128, 32_768); // thinking guide, as the next
    var flash = budgets(V2_5, 0, 24_576);
    return DialectTable.of(
        MODELS,
        models(cells.apply(withoutThinking()), "*gemini-1*", "*gemini-2.0*", "*gemma*"),
        models(cells.apply(pro), "*gemini-2.5-pro*"),
        models(cells.apply(flash), "*gemini-2*"),
        models(cells.apply(native3(V3_FLASH)), "*gemini-3-flash*", "*gemini-3.1-flash*", "*gemini-3.5-flash*", "*gemini-3.6-flash*"),
        otherwise(cells.apply(native3(V3))));
  }

  /// A row in Gemini's own language: what its OpenAI layer lacks is there.
  private static Dialect native3(Dialect compatible) {
    return compatible
        .as(compatible.name() + "-native")
        .with(WIRE, Wire.GEMINI)
        .with(KEY_HEADER, KeyHeader.X_GOOG_API_KEY)
        .with(SCHEMAS, Schemas.NONE) // `parametersJsonSchema` takes JSON Schema (gemini-cli, pydantic-ai)
        .with(CONTENT_WITH_CALLS, STANDARD.get(CONTENT_WITH_CALLS))
        .with(IMAGE_URLS, true) // `fileData` (pydantic-ai); not verified
        .with(PDF, Pdf.FILE)
        .with(MEDIA_IN_RESULTS, true) // function calling guide, multimodal function responses
        .with(VALIDATED_CALLS, true) // fewer invented names (pydantic-ai)
        .with(SEARCH, Search.GOOGLE_SEARCH)
        .with(TOKEN_COUNT, TokenCount.ASK); // Gemini API, `countTokens`
  }

  private static Dialect budgets(Dialect compatible, long least, long most) {
    return native3(compatible)
        .with(EFFORTS, "low", "medium", "high", "max")
        .with(LEAST_THINKING, least)
        .with(MOST_THINKING, most)
        .with(CALL_SIGNATURES, CallSignatures.GOOGLE_OPTIONAL) // recorded: it signs its calls; lost ones are not missed (gemini-cli)
        .with(CALL_ID_MEMBER, false) // recorded: it gives none
        .with(MEDIA_IN_RESULTS, false)
        .with(IMAGE_URLS, false)
        .with(FORMAT_WITH_TOOLS, false) // "Function calling with a response mime type: 'application/json' is unsupported"
        .with(TOP_K, true);
  }

  /// Models before 2.5, and Gemma. They are not asked to think; their answers have 8192 tokens at most (model pages).
  private static Dialect withoutThinking() {
    return budgets(V2_5, 0, 0)
        .as("gemini-2.0-native")
        .with(REASONING, Reasoning.NONE)
        .with(EFFORTS, List.of())
        .with(OFF, Off.NOTHING)
        .with(CALL_SIGNATURES, CallSignatures.NONE)
        .with(VALIDATED_CALLS, false)
        .with(SEARCH, Search.NONE)
        .with(MAX_OUTPUT, 8_192);
  }
}
