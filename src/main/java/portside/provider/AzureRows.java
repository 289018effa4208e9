package portside.provider;

import static portside.provider.Dialect.ErrorMeaning.NOT_FOUND;
import static portside.provider.Dialect.ErrorMeaning.POLICY;
import static portside.provider.Dialect.Pdf.TEXT;
import static portside.provider.Dialect.Wire.RESPONSES;
import static portside.provider.DialectRule.models;
import static portside.provider.DialectRule.otherwise;

import java.util.ArrayList;
import portside.provider.Dialect.ContentWithCalls;
import portside.provider.Dialect.ErrorCode;
import portside.provider.Dialect.MaxTokensField;
import portside.provider.Dialect.Replay;
import portside.provider.Dialect.Sampling;
import portside.provider.Dialect.Search;
import portside.provider.Dialect.Strict;
import portside.provider.Dialect.Wire;

/// Azure OpenAI and Foundry, whose models are deployments: a name chosen by the user, behind which any model may stand. Many deployments are
/// named after their model, and those names count; of the others `DIALECT=azure-gpt-5.4` says what they are. Read in November 2026; source:
/// learn.microsoft.com, "API version lifecycle"; beside it what [OpenAiRows] says of the models.
final class AzureRows {
  /// A deployment whose name says nothing: nothing is sent that one of the families refuses.
  private static final Dialect ANY =
      azure("azure", Dialects.STANDARD)
          .maxTokensField(MaxTokensField.MAX_COMPLETION_TOKENS) // the thinking ones refuse max_tokens
          .sampling(Sampling.DROP) // refused by the thinking ones
          .maxStops(0) // refused by the thinking ones
          .maxTools(128)
          .row();

  /// Models of others, such as DeepSeek, Grok and Mistral, which Foundry serves as chat completions.
  private static final Dialect GUEST = azure("azure-guest", Dialects.STANDARD).contentWithCalls(ContentWithCalls.EMPTY).row();

  /// The new addresses, `/openai/v1`, where `model` names the deployment.
  static final KnownProvider.Table TABLE = table(false);

  /// The old addresses, `/openai/deployments/NAME` with `AZURE_API_VERSION`, which have chat completions only.
  static final KnownProvider.Table DEPLOYMENTS = table(true);

  private AzureRows() {}

  private static KnownProvider.Table table(boolean deployments) {
    var rules = new ArrayList<DialectRule>();
    rules.add(models(GUEST, "*deepseek*", "*grok*", "*mistral*", "*kimi*", "*llama*", "*gpt-oss*"));
    for (var rule : OpenAiRows.RULES) {
      var row = azure("azure-" + rule.row().name(), rule.row()).row();
      var globs = rule.models().stream().map(AzureRows::deployment).toArray(String[]::new);
      rules.add(models(deployments && row.wire() == RESPONSES ? onChat(row) : row, globs));
    }
    rules.add(otherwise(ANY));
    return KnownProvider.Table.of(rules.toArray(DialectRule[]::new));
  }

  private static DialectDraft azure(String name, Dialect model) {
    return model
        .as(name)
        .pdf(model.wire() == RESPONSES ? model.pdf() : TEXT) // no file parts on chat completions
        .errorCodes(new ErrorCode("content_filter", POLICY), new ErrorCode("DeploymentNotFound", NOT_FOUND));
  }

  /// A model that has tools with thinking only on `/responses`, asked on chat completions: with tools it does not think.
  private static Dialect onChat(Dialect row) {
    return row.as(row.name() + "-chat")
        .wire(Wire.CHAT)
        .effortWithTools(false)
        .strict(Strict.WHEN_ASKED)
        .pdf(TEXT)
        .replay(Replay.NONE)
        .search(Search.NONE)
        .row();
  }

  /// The names of a model's deployments: people put words before and after it. The rule for all others is left to [#ANY].
  private static String deployment(String glob) {
    return glob.equals("*") ? "*gpt-*" : glob.startsWith("gpt-") ? "*" + glob : glob;
  }
}
