package portside.provider;

import static portside.provider.Dialect.ErrorMeaning.BILLING;
import static portside.provider.Dialect.ErrorMeaning.PERMISSION;
import static portside.provider.Dialect.ErrorMeaning.QUOTA;
import static portside.provider.Dialect.ErrorMeaning.RATE_LIMIT;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Sampling.DROP;
import static portside.provider.Dialect.Schemas.GEMINI;
import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

import portside.provider.Dialect.ErrorCode;
import portside.provider.Dialect.Off;

/// Google Cloud Code Assist, the back end of Gemini CLI and Antigravity. It speaks Gemini's own language inside an envelope, which no wire here
/// does; the row says what a gateway in front of it has to be spared. Other programs that used it have had their accounts suspended since
/// February 2026. Read in November 2026; sources: gemini-cli (2026-08-21), CLIProxyAPI (2026-08-22).
final class CodeAssistRows {
  private static final Dialect CODE_ASSIST =
      STANDARD
          .as("codeassist")
          .maxOutput(65_536)
          .sampling(DROP)
          .maxStops(5)
          .schemas(GEMINI)
          .imageUrls(false)
          .pdf(TEXT)
          .off(Off.NOTHING) // the level is part of the model's name
          .errorCodes(
              new ErrorCode("QUOTA_EXHAUSTED", QUOTA),
              new ErrorCode("RATE_LIMIT_EXCEEDED", RATE_LIMIT),
              new ErrorCode("VALIDATION_REQUIRED", PERMISSION),
              new ErrorCode("TOS_VIOLATION", PERMISSION),
              new ErrorCode("INSUFFICIENT_G1_CREDITS_BALANCE", BILLING))
          .contextWindow(1_048_576)
          .row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of("gemini-3.1-pro-high", "gemini-3.7-flash-high", "gemini-3.7-flash-low", otherwise(CODE_ASSIST))
          .unavailable("Google Code Assist asks for a Google sign-in, which this proxy does not have yet; use Gemini with an API key:"
              + " OPENAI_BASE_URL=https://generativelanguage.googleapis.com/v1beta/openai");

  private CodeAssistRows() {}
}
