package portside;

import java.util.Locale;
import java.util.stream.Collectors;
import portside.ledger.requests.RecordedRequests;
import portside.provider.Provider;
import portside.provider.settings.InstanceSettings;
import portside.provider.settings.InstanceSettings.BudgetAction;
import portside.provider.settings.InstanceSettings.LogRequests;
import portside.provider.settings.Settings;

/// The second line of the log: what runs, by which keys, what is kept of requests and where it can be seen. Keys are told apart by digests that
/// hold no character of them.
final class Banner {
  private static final int ID_LENGTH = 6;

  private Banner() {}

  /// @param port that is open
  static String of(Settings.Loaded loaded, int port, String version) {
    var settings = loaded.instance();
    var journal = settings.journal();
    var records = settings.log().requests();
    return settings.name() + " is portside " + version + ", " + loaded.chain().members().stream().map(Banner::keys).collect(Collectors.joining(", "))
        + ", ledger " + (!journal.on() ? "off" : Instance.DATA.resolve("ledger") + " for " + journal.days() + " days")
        + budgets(settings.budgets())
        + (records == LogRequests.OFF ? "" : ", " + (records == LogRequests.ALL ? "all requests" : "requests that fail") + " with their texts in " + RecordedRequests.folder())
        + ", dashboard " + settings.listen().url(port) + "/dashboard";
  }

  /// By the ids that the journal and `config` have; or where a member's tokens come from.
  private static String keys(Provider member) {
    var token = member.destination().token();
    if (token.isPresent()) {
      return token.get().origin().title() + " for " + member.name();
    }
    var ids = member.destination().credentials().stream().filter(credential -> credential.secret().isPresent())
        .map(credential -> credential.digest().substring(0, ID_LENGTH)).collect(Collectors.joining("+"));
    return ids.isEmpty() ? "no key of " + member.name() : "key of " + member.name() + " " + ids;
  }

  private static String budgets(InstanceSettings.Budgets budgets) {
    return budgets.all().isEmpty() ? "" : ", budget " + budgets.all().stream()
        .map(one -> (one.amount().toPlainString() + " " + one.unit()).strip() + " a " + one.window().name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(" and "))
        + (budgets.action() == BudgetAction.STOP ? ", then no more" : "");
  }
}
