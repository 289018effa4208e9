package portside;

import jakarta.json.JsonArray;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import portside.ledger.Gauges;
import portside.ledger.Journal;
import portside.ledger.Ledger;
import portside.ledger.LogLedger;
import portside.ledger.PricedLedger;
import portside.ledger.Prices;
import portside.ledger.RequestMetrics;
import portside.ledger.budget.Budgets;
import portside.ledger.index.DatabaseUrl;
import portside.ledger.index.Shipper;
import portside.ledger.requests.RequestLog;
import portside.provider.Chain;
import portside.provider.settings.InstanceSettings;
import portside.provider.settings.Settings;
import portside.routing.Routes;
import portside.status.BudgetsJson;
import portside.status.LastOutcome;
import portside.status.MemberStates;
import portside.status.MemberTotals;

/// All that is recorded of the requests of an instance: log lines, the journal and its copy in a database, budgets, metrics, whole requests, and what
/// the status tells of the last ones.
final class Recording implements AutoCloseable {
  private final InstanceSettings settings;
  private final RequestLog requests;
  private final Journal.Project project;
  private final Optional<Path> folder;
  private final Optional<Journal> journal;
  private final Budgets budgets;
  private final RequestMetrics metrics;
  private final LastOutcome lastOutcome = new LastOutcome();
  private final MemberTotals totals = new MemberTotals();
  private Optional<Shipper> shipper = Optional.empty();

  /// @param settings the process begins with
  /// @param version of the program
  /// @param requests takes down whole requests
  /// @param folder of the journal; empty for nowhere
  /// @param routes whose members the metrics tell of
  /// @param running how many requests run
  Recording(InstanceSettings settings, String version, RequestLog requests, Optional<Path> folder, Routes routes, IntSupplier running, Instance.Timing timing) {
    this.settings = settings;
    this.requests = requests;
    this.folder = folder.filter(_ -> settings.journal().on());
    project = Journal.Project.valueOf(settings.journal().project().name());
    journal = this.folder.map(it -> new Journal(
        new Journal.Settings(it, settings.name(), settings.journal().days(), settings.journal().sync(), project), timing.wall()));
    budgets = new Budgets(settings.name(), InstanceBudgets.of(settings), this.folder, timing.wall(), ZoneId.systemDefault(), timing.nanoTime());
    metrics = new RequestMetrics(new Gauges(settings.name(), version, running, () -> journal.map(Journal::failures).orElse(0L),
        () -> journal.map(Journal::dropped).orElse(0L), requests::dropped, () -> new MemberStates(routes).breakers(), this::ratios), models(routes.current().chain()));
  }

  /// Takes down whole requests where a setting or a person asks for them, without the secrets of the settings.
  ///
  /// @param folder where they are kept
  static RequestLog wholeRequests(Settings.Loaded loaded, Path folder, Clock clock) {
    var asked = loaded.instance().log();
    var log = new RequestLog(new RequestLog.Settings(folder, loaded.instance().name(), RequestLog.Mode.valueOf(asked.requests().name()),
        (long) asked.megabytes() << 20, asked.days()), clock);
    log.hide(Secrets.of(loaded));
    return log;
  }

  /// Takes each entry: prices it, then tells all that records and the others.
  ///
  /// @param prices the file of the person's own; empty for none
  /// @param view what the operator sees
  Ledger ledger(Optional<Path> prices, Ledger view) {
    var seen = new LogLedger(settings.name(), project).and(lastOutcome).and(metrics).and(totals).and(view).and(budgets);
    return new PricedLedger(new Prices(prices), journal.map(seen::and).orElse(seen));
  }

  /// Begins what need not be there when the port opens: to read the journal for the budgets, and to copy it.
  void start() {
    budgets.start();
    shipper = folder.flatMap(it -> settings.journal().database().map(url -> new Shipper(DatabaseUrl.of(url.reveal()), it, Machine.name(), settings.name())));
    shipper.ifPresent(Shipper::start);
  }

  /// Goes by other settings from now on.
  ///
  /// @param chain in force
  void follow(Settings.Loaded next, Chain chain) {
    metrics.expect(models(chain));
    budgets.rules(InstanceBudgets.of(next.instance()));
    requests.hide(Secrets.of(next));
  }

  /// The name of the project of a request, as the settings have it.
  Journal.Project project() {
    return project;
  }

  /// Whether requests are recorded: `on`, `off`, or `failing: ` and why.
  String word() {
    return journal.map(Journal::word).orElse("off");
  }

  Budgets budgets() {
    return budgets;
  }

  /// How far each budget is used.
  JsonArray standing() {
    return BudgetsJson.of(settings.name(), budgets.standing());
  }

  RequestMetrics metrics() {
    return metrics;
  }

  LastOutcome lastOutcome() {
    return lastOutcome;
  }

  MemberTotals totals() {
    return totals;
  }

  private List<Gauges.Budget> ratios() {
    return budgets.standing().stream().map(one -> new Gauges.Budget(one.window().name().toLowerCase(Locale.ROOT), one.ratio())).toList();
  }

  private static List<String> models(Chain chain) {
    return chain.members().stream().flatMap(member -> Stream.concat(member.models().distinct().stream(), member.asked().stream())).distinct().toList();
  }

  @Override
  public void close() {
    journal.ifPresent(Journal::close);
    shipper.ifPresent(Shipper::close);
    requests.close();
  }
}
