package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Dialect.ErrorMeaning.BILLING;
import static portside.provider.dialect.Dialect.ErrorMeaning.PERMISSION;
import static portside.provider.dialect.Dialect.ErrorMeaning.QUOTA;
import static portside.provider.dialect.Dialect.ErrorMeaning.RATE_LIMIT;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Sampling.DROP;
import static portside.provider.dialect.Dialect.Schemas.GEMINI;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.DialectTable;

/// Google Cloud Code Assist, the back end of Gemini CLI and Antigravity. It speaks Gemini's own language inside an envelope, which no wire here
/// does; the row says what a gateway in front of it has to be spared. Other programs that used it have had their accounts suspended since
/// February 2026. Read in November 2026; sources: gemini-cli (2026-08-21), CLIProxyAPI (2026-08-22).
public final class CodeAssistRows {
  private static final Catalog MODELS = Catalog.of("codeassist");

  private static final Dialect CODE_ASSIST =
      STANDARD
          .as("codeassist")
          .with(SAMPLING, DROP)
          .with(MAX_STOPS, 5)
          .with(SCHEMAS, GEMINI)
          .with(IMAGE_URLS, false)
          .with(PDF, TEXT)
          .with(OFF, Off.NOTHING) // the level is part of the model's name
          .with(ERROR_CODES,
              new ErrorCode("QUOTA_EXHAUSTED", QUOTA),
              new ErrorCode("RATE_LIMIT_EXCEEDED", RATE_LIMIT),
              new ErrorCode("VALIDATION_REQUIRED", PERMISSION),
              new ErrorCode("TOS_VIOLATION", PERMISSION),
              new ErrorCode("INSUFFICIENT_G1_CREDITS_BALANCE", BILLING))
          .with(MODELS.facts("codeassist"));

  public static final DialectTable TABLE =
      DialectTable.of(MODELS, otherwise(CODE_ASSIST))
          .unavailable("Google Code Assist asks for a Google sign-in, which this proxy does not have yet; use Gemini with an API key:"
              + " OPENAI_BASE_URL=https://generativelanguage.googleapis.com/v1beta/openai");

  private CodeAssistRows() {}
}
