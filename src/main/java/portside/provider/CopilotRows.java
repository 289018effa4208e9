package portside.provider;

import static portside.provider.Dialect.ErrorMeaning.BILLING;
import static portside.provider.Dialect.ErrorMeaning.OVERFLOW;
import static portside.provider.Dialect.ErrorMeaning.OVERLOADED;
import static portside.provider.Dialect.ErrorMeaning.QUOTA;
import static portside.provider.Dialect.ErrorMeaning.RATE_LIMIT;
import static portside.provider.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Sampling.DROP;
import static portside.provider.Dialect.Schemas.GEMINI;
import static portside.provider.Dialect.Wire.RESPONSES;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import portside.provider.Dialect.ErrorCode;
import portside.provider.Dialect.Strict;

/// GitHub Copilot. Its interface is not documented; read in November 2026 from vscode-copilot-chat (2026-03-29), copilot-api (2025-10-05) and
/// catwalk (2026-08). The rows also serve a gateway that signs in itself, with `DIALECT=copilot`.
final class CopilotRows {
  /// Claude and what is not named below.
  private static final Dialect COPILOT =
      STANDARD
          .as("copilot")
          .maxOutput(32_000) // Haiku; Sonnet and Opus have twice as much (catwalk)
          .imageUrls(false) // data URLs
          .pdf(TEXT)
          .errorCodes(
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
          .contextWindow(200_000)
          .row();

  /// The newer ones are on `/responses` only (their `supported_endpoints`).
  private static final Dialect GPT_5 =
      COPILOT.as("copilot-gpt-5")
          .wire(RESPONSES)
          .maxTokensField(MAX_COMPLETION_TOKENS)
          .maxOutput(0)
          .sampling(DROP)
          .maxStops(0)
          .strict(Strict.FALSE)
          .contextWindow(0)
          .row();

  private static final Dialect GEMINI_3 = COPILOT.as("copilot-gemini").maxOutput(0).sampling(DROP).schemas(GEMINI).contextWindow(0).row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
              "claude-opus-5", "claude-sonnet-5", "claude-haiku-4.5",
              models(GPT_5, "gpt-5*"),
              models(GEMINI_3, "gemini*"),
              otherwise(COPILOT))
          .unavailable("GitHub Copilot asks for a sign-in of its own, which this proxy does not have yet; use a provider with an API key, such as"
              + " https://openrouter.ai/api/v1 for the same models");

  private CopilotRows() {}
}
