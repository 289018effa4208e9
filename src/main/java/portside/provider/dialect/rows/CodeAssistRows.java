package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.ENVELOPE;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.KEY_HEADER;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.TOKEN_COUNT;
import static portside.provider.dialect.Dialect.ErrorMeaning.BILLING;
import static portside.provider.dialect.Dialect.ErrorMeaning.PERMISSION;
import static portside.provider.dialect.Dialect.ErrorMeaning.QUOTA;
import static portside.provider.dialect.Dialect.ErrorMeaning.RATE_LIMIT;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Sampling.DROP;
import static portside.provider.dialect.Dialect.Schemas.GEMINI;
import static portside.provider.dialect.DialectRule.otherwise;

import java.util.stream.Stream;
import portside.catalog.Catalog;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Envelope;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.KeyHeader;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.TokenCount;
import portside.provider.dialect.DialectTable;

/// Google Cloud Code Assist, the back end of Gemini CLI and Antigravity: Gemini's own language inside an envelope, for holders of a Standard or Enterprise
/// licence; and what a gateway of OpenAI's kind in front of it has to be spared. Individuals' accounts that other programs used have been suspended since
/// February 2026, and their sign-in ended on 2026-06-18 (gemini-cli #28229). Read in November 2026; sources: gemini-cli (2026-08-21), CLIProxyAPI (2026-08-22).
public final class CodeAssistRows {
  private static final Catalog MODELS = Catalog.of("codeassist");

  /// What an account without a licence is told.
  public static final String CLOSED = "Google has closed Code Assist to individuals (free, AI Pro, Ultra): use an AI Studio key, which has a free tier"
      + " (OPENAI_BASE_URL=https://generativelanguage.googleapis.com/v1beta), or Vertex AI";

  private static final String OBSTACLE = CLOSED + "; holders of a Standard or Enterprise licence have their token printed by OPENAI_TOKEN_COMMAND, or name the"
      + " licence's project in DIALECT_PROJECT";

  private static final ErrorCode[] CODES = {
    new ErrorCode("QUOTA_EXHAUSTED", QUOTA),
    new ErrorCode("RATE_LIMIT_EXCEEDED", RATE_LIMIT),
    new ErrorCode("VALIDATION_REQUIRED", PERMISSION),
    new ErrorCode("TOS_VIOLATION", PERMISSION),
    new ErrorCode("UNSUPPORTED_CLIENT", PERMISSION),
    new ErrorCode("INSUFFICIENT_G1_CREDITS_BALANCE", BILLING)
  };

  private static final Dialect CODE_ASSIST =
      STANDARD
          .as("codeassist")
          .with(SAMPLING, DROP)
          .with(MAX_STOPS, 5)
          .with(SCHEMAS, GEMINI)
          .with(IMAGE_URLS, false)
          .with(PDF, TEXT)
          .with(OFF, Off.NOTHING) // the level is part of the model's name
          .with(ERROR_CODES, CODES)
          .with(MODELS.facts("codeassist"));

  /// Behind a gateway of OpenAI's kind.
  public static final DialectTable TABLE = DialectTable.of(MODELS, otherwise(CODE_ASSIST)).unavailable(OBSTACLE);

  /// Itself. It counts tokens in an envelope of its own.
  public static final DialectTable NATIVE =
      GeminiRows.nativeTable(row -> row.as("code-assist-" + row.name())
          .with(ENVELOPE, Envelope.CODE_ASSIST)
          .with(KEY_HEADER, KeyHeader.BEARER)
          .with(TOKEN_COUNT, TokenCount.OWN)
          .with(ERROR_CODES, Stream.concat(row.get(ERROR_CODES).stream(), Stream.of(CODES)).toList()))
          .unavailable(OBSTACLE);

  private CodeAssistRows() {}
}
