package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EFFORT_WITH_TOOLS;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.WIRE;
import static portside.provider.dialect.Dialect.ErrorMeaning.NOT_FOUND;
import static portside.provider.dialect.Dialect.ErrorMeaning.POLICY;
import static portside.provider.dialect.Dialect.Pdf.TEXT;
import static portside.provider.dialect.Dialect.Wire.RESPONSES;
import static portside.provider.dialect.DialectRule.models;
import static portside.provider.dialect.DialectRule.otherwise;

import java.util.ArrayList;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ContentWithCalls;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.MaxTokensField;
import portside.provider.dialect.Dialect.Replay;
import portside.provider.dialect.Dialect.Sampling;
import portside.provider.dialect.Dialect.Search;
import portside.provider.dialect.Dialect.Strict;
import portside.provider.dialect.Dialect.Wire;
import portside.provider.dialect.DialectRule;
import portside.provider.dialect.DialectTable;

/// Azure OpenAI and Foundry, whose models are deployments: a name chosen by the user, behind which any model may stand. Many deployments are
/// named after their model, and those names count; of the others `DIALECT=azure-gpt-5.4` says what they are. Read in November 2026; source:
/// learn.microsoft.com, "API version lifecycle"; beside it what [OpenAiRows] says of the models.
public final class AzureRows {
  /// A deployment whose name says nothing: nothing is sent that one of the families refuses.
  private static final Dialect ANY =
      azure("azure", Dialect.STANDARD)
          .with(MAX_TOKENS_FIELD, MaxTokensField.MAX_COMPLETION_TOKENS) // the thinking ones refuse max_tokens
          .with(SAMPLING, Sampling.DROP) // refused by the thinking ones
          .with(MAX_STOPS, 0) // refused by the thinking ones
          .with(MAX_TOOLS, 128);

  /// Models of others, such as DeepSeek, Grok and Mistral, which Foundry serves as chat completions.
  private static final Dialect GUEST = azure("azure-guest", Dialect.STANDARD).with(CONTENT_WITH_CALLS, ContentWithCalls.EMPTY);

  /// The new addresses, `/openai/v1`, where `model` names the deployment.
  public static final DialectTable TABLE = table(false);

  /// The old addresses, `/openai/deployments/NAME` with `AZURE_API_VERSION`, which have chat completions only.
  public static final DialectTable DEPLOYMENTS = table(true);

  private AzureRows() {}

  private static DialectTable table(boolean deployments) {
    var rules = new ArrayList<DialectRule>();
    rules.add(models(GUEST, "*deepseek*", "*grok*", "*mistral*", "*kimi*", "*llama*", "*gpt-oss*"));
    for (var rule : OpenAiRows.RULES) {
      var row = azure("azure-" + rule.row().name(), rule.row());
      var globs = rule.models().stream().map(AzureRows::deployment).toArray(String[]::new);
      rules.add(models(deployments && row.get(WIRE) == RESPONSES ? onChat(row) : row, globs));
    }
    rules.add(otherwise(ANY));
    return DialectTable.of(rules.toArray(DialectRule[]::new));
  }

  private static Dialect azure(String name, Dialect model) {
    return model
        .as(name)
        .with(PDF, model.get(WIRE) == RESPONSES ? model.get(PDF) : TEXT) // no file parts on chat completions
        .with(ERROR_CODES, new ErrorCode("content_filter", POLICY), new ErrorCode("DeploymentNotFound", NOT_FOUND));
  }

  /// A model that has tools with thinking only on `/responses`, asked on chat completions: with tools it does not think.
  private static Dialect onChat(Dialect row) {
    return row.as(row.name() + "-chat")
        .with(WIRE, Wire.CHAT)
        .with(EFFORT_WITH_TOOLS, false)
        .with(STRICT, Strict.WHEN_ASKED)
        .with(PDF, TEXT)
        .with(REPLAY, Replay.NONE)
        .with(SEARCH, Search.NONE);
  }

  /// The names of a model's deployments: people put words before and after it. The rule for all others is left to [#ANY].
  private static String deployment(String glob) {
    return glob.equals("*") ? "*gpt-*" : glob.startsWith("gpt-") ? "*" + glob : glob;
  }
}
