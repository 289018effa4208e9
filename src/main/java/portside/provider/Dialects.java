package portside.provider;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import portside.catalog.ModelFacts;
import portside.catalog.OwnModels;
import portside.provider.copilot.CopilotModel;
import portside.provider.copilot.CopilotName;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.DialectRule;
import portside.provider.dialect.rows.CopilotRows;

/// The rows that apply to the models of one provider: chosen by base URL and model; `DIALECT=` chooses another provider, or one row for every
/// model, and `DIALECT_<COLUMN>=` sets cells anew. The rows themselves stand with each [KnownProvider]. For GitHub Copilot the list of models of the
/// account ([ModelSource]), as soon as it is known, gives the row of each model it names, the name it is asked by, and which are withheld.
public final class Dialects {
  private static final String FORCED = "DIALECT=";

  private final List<DialectRule> rules;
  private final String reason;
  private final List<String> changes;
  private final Optional<String> obstacle;
  /// What the user knows of models, and where it is written.
  private final OwnModels known;
  private final String knownBy;
  /// What settings change in any row.
  private final UnaryOperator<Dialect> cells;
  /// What the account is offered, where that differs.
  private final ModelSource offered;

  /// Every model speaks the standard.
  public Dialects() {
    this(List.of(DialectRule.otherwise(Dialect.STANDARD)), "standard", Optional.empty());
  }

  private Dialects(List<DialectRule> rules, String reason, Optional<String> obstacle) {
    this(rules, reason, List.of(), obstacle, OwnModels.NONE, "", UnaryOperator.identity(), ModelSource.NONE);
  }

  private Dialects(List<DialectRule> rules, String reason, List<String> changes, Optional<String> obstacle, OwnModels known, String knownBy,
      UnaryOperator<Dialect> cells, ModelSource offered) {
    this.rules = rules;
    this.reason = reason;
    this.changes = changes;
    this.obstacle = obstacle;
    this.known = known;
    this.knownBy = knownBy;
    this.cells = cells;
    this.offered = offered;
  }

  /// The rows of the provider that lives at this address; the standard for an address nobody has described.
  ///
  /// @param baseUrl checked
  public static Dialects at(URI baseUrl) {
    return KnownProvider.at(baseUrl)
        .map(known -> new Dialects(known.rules(), known.nameAt(baseUrl), known.obstacle()))
        .orElseGet(() -> new Dialects(
            List.of(DialectRule.otherwise(Dialect.STANDARD)), "nothing is known of " + baseUrl.getAuthority(), Optional.empty()));
  }

  /// The rows of a provider, wherever it answers from.
  ///
  /// @param known named by `DIALECT=`
  public static Dialects of(KnownProvider known) {
    return new Dialects(known.rules(), FORCED + known.name(), Optional.empty());
  }

  /// One row for every model.
  ///
  /// @param row forced by `DIALECT=`
  public static Dialects forced(Dialect row) {
    return new Dialects(List.of(DialectRule.otherwise(row)), FORCED + row.name(), Optional.empty());
  }

  /// These rows with cells set anew.
  ///
  /// @param cells changes one row
  /// @param keys the settings that ask for it, for [#why(String)]
  public Dialects with(UnaryOperator<Dialect> cells, List<String> keys) {
    var changed = rules.stream().map(rule -> new DialectRule(rule.models(), cells.apply(rule.row()))).toList();
    var licensed = changed.stream().anyMatch(rule -> !rule.row().get(Column.PROJECT).isEmpty());
    return new Dialects(changed, reason, List.copyOf(keys), licensed ? Optional.empty() : obstacle, known, knownBy, cells, offered);
  }

  /// These rows with what the user knows of models. What a setting says of a column stays.
  ///
  /// @param source the file, for [#why(String)]
  public Dialects knowing(OwnModels models, String source) {
    return new Dialects(rules, reason, changes, obstacle, models, source, cells, offered);
  }

  /// These rows for an account whose models are known from its provider.
  Dialects offered(ModelSource models) {
    return new Dialects(rules, reason, changes, obstacle, known, knownBy, cells, models);
  }

  /// Whether the rows are those of GitHub Copilot, which offers each account other models.
  public boolean offersByAccount() {
    return rules.size() > 1 && rules.getFirst().row().get(Column.REQUEST_HEADERS) == Dialect.RequestHeaders.COPILOT; // one row for all is a person's choice
  }

  /// The name under which a model is asked for.
  ///
  /// @param model as a setting or a client names it
  /// @param wide whether the client asks for the window of a million tokens
  String asked(String model, boolean wide) {
    if (!offersByAccount()) {
      return model;
    }
    var bare = Provider.Models.withoutWindow(model); // a setting may name it with `[1m]`, as clients do
    return offered.known().map(models -> models.resolved(bare, wide || Provider.Models.wide(model))).orElseGet(() -> CopilotName.of(bare));
  }

  /// Why the account cannot ask for that model; empty when it can, or nothing is known of it.
  public Optional<String> withheld(String model) {
    return offered.known().flatMap(models -> models.named(model).map(it -> it.usable() ? "" : it.chat()
            ? "it is switched off for this account; GitHub's settings, under Copilot, switch it on" : "it is no model for conversations")
        .or(() -> Optional.of("this account is not offered it, but " + models.names())).filter(why -> !why.isEmpty()));
  }

  /// What the account is offered.
  public ModelSource offered() {
    return offered;
  }

  /// What the user knows of models.
  public OwnModels own() {
    return known;
  }

  /// What `DIALECT=` names: a provider or a row; empty when the address chose.
  public Optional<String> forced() {
    return reason.startsWith(FORCED) ? Optional.of(reason.substring(FORCED.length())) : Optional.empty();
  }

  /// The row for one model of this provider.
  ///
  /// @param model as sent upstream
  public Dialect row(String model) {
    var row = offered.known().flatMap(models -> models.named(model)).map(this::listed)
        .or(() -> rule(model).map(DialectRule::row)).orElse(Dialect.STANDARD);
    return facts(model).map(row::with).orElse(row);
  }

  /// The row of a model that is listed. Where a setting names another language, all that its row says is of that one.
  private Dialect listed(CopilotModel model) {
    var usual = CopilotRows.of(model);
    var set = cells.apply(usual);
    return set.get(Column.WIRE) == usual.get(Column.WIRE) ? set : cells.apply(CopilotRows.of(model, set.get(Column.WIRE)));
  }

  /// Whether one of the rows is for models of such names, not just for any other.
  public boolean knows(String model) {
    return rule(model).filter(rule -> !rule.models().contains("*")).isPresent()
        || offersByAccount() && offered.known().filter(models -> models.named(asked(model, false)).isPresent()).isPresent();
  }

  /// Why that row was chosen, for people: the provider and its host, the names of the models it is for, and the settings that changed it.
  /// `glm at api.z.ai, glm-5.3-flash*` or `DIALECT=glm-5.3, changed by DIALECT_PDF`.
  public String why(String model) {
    var globs = rule(model).map(DialectRule::models).orElse(List.of()).stream().filter(glob -> !glob.equals("*")).toList();
    var which = !globs.isEmpty() ? ", " + String.join(" or ", globs) : rules.size() > 1 ? ", any other model" : "";
    var changed = changes.isEmpty() ? "" : ", changed by " + String.join(", ", changes);
    return reason + which + changed + (facts(model).isPresent() ? ", with facts of " + knownBy : "");
  }

  /// Why the provider at this address cannot be used yet, and what to do instead. A row or provider named by `DIALECT=` stands behind a gateway
  /// and has no such reason.
  public Optional<String> obstacle() {
    return obstacle;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dialects dialects
        && dialects.rules.equals(rules)
        && dialects.reason.equals(reason)
        && dialects.changes.equals(changes)
        && dialects.known.equals(known);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return reason;
  }

  /// What the user knows of a model, but for what a setting says.
  private Optional<ModelFacts> facts(String model) {
    for (var entry : known.models().entrySet()) {
      if (DialectRule.matches(entry.getKey().toLowerCase(Locale.ROOT), model.toLowerCase(Locale.ROOT))) {
        var facts = entry.getValue();
        var window = changes.contains(Column.CONTEXT_WINDOW.setting()) ? 0 : facts.contextWindow();
        var output = changes.contains(Column.MAX_OUTPUT.setting()) ? 0 : facts.maxOutput();
        return Optional.of(new ModelFacts(window, output));
      }
    }
    return Optional.empty();
  }

  private Optional<DialectRule> rule(String model) {
    return rules.stream().filter(rule -> rule.covers(model)).findFirst();
  }
}
