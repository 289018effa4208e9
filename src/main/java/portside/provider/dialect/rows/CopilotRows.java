package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.LEAST_THINKING;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.MOST_THINKING;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REQUEST_HEADERS;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Column.THINKING_ON;
import static portside.provider.dialect.Column.WIRE;
import static portside.provider.dialect.Dialect.ErrorMeaning.BILLING;
import static portside.provider.dialect.Dialect.ErrorMeaning.NOT_FOUND;
import static portside.provider.dialect.Dialect.ErrorMeaning.OVERFLOW;
import static portside.provider.dialect.Dialect.ErrorMeaning.OVERLOADED;
import static portside.provider.dialect.Dialect.ErrorMeaning.PERMISSION;
import static portside.provider.dialect.Dialect.ErrorMeaning.POLICY;
import static portside.provider.dialect.Dialect.ErrorMeaning.QUOTA;
import static portside.provider.dialect.Dialect.ErrorMeaning.RATE_LIMIT;
import static portside.provider.dialect.Dialect.MaxTokensField.MAX_COMPLETION_TOKENS;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.Dialect.Sampling.DROP;
import static portside.provider.dialect.Dialect.Schemas.GEMINI;
import static portside.provider.dialect.Dialect.Wire.CHAT;
import static portside.provider.dialect.Dialect.Wire.MESSAGES;
import static portside.provider.dialect.Dialect.Wire.RESPONSES;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import java.util.List;
import portside.catalog.Catalog;
import portside.catalog.ModelFacts;
import portside.provider.copilot.CopilotModel;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.Dialect.Replay;
import portside.provider.dialect.Dialect.RequestHeaders;
import portside.provider.dialect.Dialect.Strict;
import portside.provider.dialect.Dialect.Wire;
import portside.provider.dialect.DialectTable;

/// GitHub Copilot. Its interface is not documented; read in November 2026 from vscode-copilot-chat (2026-03-29), copilot-api (2026-08), opencode and
/// catwalk (2026-08). The rows also serve a gateway that signs in itself, with `DIALECT=copilot`.
///
/// What an account is offered is in its list of models, and that makes the rows ([#of(CopilotModel)]); the table holds as long as there is no list.
public final class CopilotRows {
  private static final Catalog MODELS = Catalog.of("copilot");
  private static final long USUAL_BUDGET = 4_096;

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
              new ErrorCode("unsupported_api_for_model", NOT_FOUND), // not in this language any more, so the list is old
              new ErrorCode("model_max_prompt_tokens_exceeded", OVERFLOW),
              new ErrorCode("extension_blocked", PERMISSION),
              new ErrorCode("402", QUOTA),
              new ErrorCode("422", POLICY), // the filter of what may be said
              new ErrorCode("424", OVERLOADED),
              new ErrorCode("466", PERMISSION), // it names the header that it misses
              new ErrorCode("499", OVERLOADED),
              new ErrorCode("502", OVERLOADED))
          .with(REQUEST_HEADERS, RequestHeaders.COPILOT)
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
          .with(REPLAY, Replay.ALL) // as at OpenAI, each with an id of its own in every event
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

  /// The row of a model as an account's list tells of it. It is asked in the first of these languages that the list names: messages, responses, chat
  /// completions; the last also when the list names none.
  public static Dialect of(CopilotModel model) {
    return of(model, model.speaks("/v1/messages") ? MESSAGES : model.speaks("/responses") ? RESPONSES : CHAT);
  }

  /// The row of a model that is asked in another language than its list has first.
  public static Dialect of(CopilotModel model, Wire wire) {
    var row = wire == MESSAGES ? messages(model) : written(model, wire);
    return row.with(new ModelFacts(model.mostPrompt(), model.mostOutput())).with(IMAGES, model.vision());
  }

  /// Claude in its own language. It is told to think as its list says it can.
  private static Dialect messages(CopilotModel model) {
    var claude = row(ClaudeRows.COPILOT, model.id().replace('.', '-'));
    var row = claude.with(ERROR_CODES, COPILOT.get(ERROR_CODES)).with(REQUEST_HEADERS, RequestHeaders.COPILOT).with(EFFORTS, known(model.efforts()))
        .with(LEAST_THINKING, model.leastThinking()).with(MOST_THINKING, model.mostThinking()).with(THINKING_BUDGET, !model.adaptive() && model.mostThinking() > 0);
    return model.adaptive() ? row.with(THINKING_ON, "{\"type\":\"adaptive\"}")
        : model.mostThinking() > 0 ? row.with(THINKING_ON, "{\"type\":\"enabled\",\"budget_tokens\":" + Math.clamp(USUAL_BUDGET, model.leastThinking(), model.mostThinking()) + "}")
        : row.with(REASONING, Reasoning.NONE);
  }

  private static Dialect written(CopilotModel model, Wire wire) {
    var row = (wire == RESPONSES ? GPT_5 : row(TABLE, model.id())).with(WIRE, wire);
    var efforts = known(model.efforts());
    return efforts.isEmpty() ? row : row.with(REASONING, Reasoning.EFFORT).with(EFFORTS, efforts).with(OFF, efforts.contains("none") ? Off.EFFORT_NONE : Off.WEAKEST);
  }

  private static Dialect row(DialectTable table, String model) {
    return table.rules().stream().filter(rule -> rule.covers(model)).findFirst().orElseThrow().row();
  }

  /// The levels, from the weakest; words that mean nothing here are left out.
  private static List<String> known(List<String> efforts) {
    return Dialect.LEVELS.stream().filter(efforts::contains).toList();
  }
}
