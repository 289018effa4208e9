package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.WIRE;
import static portside.provider.dialect.Dialect.ErrorMeaning.BILLING;
import static portside.provider.dialect.Dialect.ErrorMeaning.OVERFLOW;
import static portside.provider.dialect.Dialect.ErrorMeaning.OVERLOADED;
import static portside.provider.dialect.Dialect.ErrorMeaning.QUOTA;
import static portside.provider.dialect.Dialect.ErrorMeaning.RATE_LIMIT;
import static portside.provider.dialect.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Sampling.DROP;
import static portside.provider.dialect.Dialect.Schemas.GEMINI;
import static portside.provider.dialect.Dialect.Wire.RESPONSES;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.Strict;
import portside.provider.dialect.DialectTable;

/// GitHub Copilot. Its interface is not documented; read in November 2026 from vscode-copilot-chat (2026-03-29), copilot-api (2025-10-05) and
/// catwalk (2026-08). The rows also serve a gateway that signs in itself, with `DIALECT=copilot`.
public final class CopilotRows {
  private static final Catalog MODELS = Catalog.of("copilot");

  /// Claude and what is not named below.
  private static final Dialect COPILOT =
      STANDARD
          .as("copilot")
          .with(IMAGE_URLS, false) // data URLs
          .with(PDF, TEXT)
          .with(ERROR_CODES,
              new ErrorCode("quota_exceeded", QUOTA),
              new ErrorCode("free_quota_exceeded", QUOTA),
              new ErrorCode("overage_limit_reached", QUOTA),
              new ErrorCode("billing_not_configured", BILLING),
              new ErrorCode("rate_limited", RATE_LIMIT),
              new ErrorCode("user_model_rate_limited", RATE_LIMIT),
              new ErrorCode("user_global_rate_limited", RATE_LIMIT),
              new ErrorCode("integration_rate_limited", RATE_LIMIT),
              new ErrorCode("agent_mode_limit_exceeded", RATE_LIMIT),
              new ErrorCode("model_overloaded", OVERLOADED),
              new ErrorCode("model_max_prompt_tokens_exceeded", OVERFLOW))
          .with(MODELS.facts("copilot"));

  /// The newer ones are on `/responses` only (their `supported_endpoints`).
  private static final Dialect GPT_5 =
      COPILOT.as("copilot-gpt-5")
          .with(WIRE, RESPONSES)
          .with(MAX_TOKENS_FIELD, MAX_COMPLETION_TOKENS)
          .with(MAX_OUTPUT, 0)
          .with(SAMPLING, DROP)
          .with(MAX_STOPS, 0)
          .with(STRICT, Strict.FALSE)
          .with(CONTEXT_WINDOW, 0);

  private static final Dialect GEMINI_3 =
      COPILOT.as("copilot-gemini").with(MAX_OUTPUT, 0).with(SAMPLING, DROP).with(SCHEMAS, GEMINI).with(CONTEXT_WINDOW, 0);

  public static final DialectTable TABLE =
      DialectTable.of(
              MODELS,
              models(GPT_5, "gpt-5*"),
              models(GEMINI_3, "gemini*"),
              otherwise(COPILOT))
          .unavailable("GitHub Copilot asks for a sign-in: set COPILOT_CLIENT_ID to the id of an application of your own, see Sign-ins in the README; or use a"
              + " provider with an API key, such as https://openrouter.ai/api/v1 for the same models");

  private CopilotRows() {}
}
