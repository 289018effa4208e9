package portside;

import java.util.stream.Collectors;
import portside.ledger.requests.RecordedRequests;
import portside.provider.Provider;
import portside.provider.settings.InstanceSettings.LogRequests;
import portside.provider.settings.Settings;

/// The second line of the log: what runs, by which keys, what is kept of requests and where it can be seen. Keys are told apart by digests that
/// hold no character of them.
final class Banner {
  private Banner() {}

  /// @param port that is open
  static String of(Settings.Loaded loaded, int port, String version) {
    var settings = loaded.instance();
    var journal = settings.journal();
    var records = settings.log().requests();
    return settings.name() + " is portside " + version + ", " + loaded.chain().members().stream().map(Banner::keys).collect(Collectors.joining(", "))
        + ", ledger " + (!journal.on() || demo(loaded) ? "off" : Instance.DATA.resolve("ledger") + " for " + journal.days() + " days")
        + (records == LogRequests.OFF ? "" : ", " + (records == LogRequests.ALL ? "all requests" : "requests that fail") + " with their texts in " + RecordedRequests.folder())
        + ", dashboard " + settings.listen().url(port) + "/dashboard";
  }

  private static boolean demo(Settings.Loaded loaded) {
    return loaded.chain().members().stream().allMatch(Provider::demo);
  }

  private static String keys(Provider member) {
    var digests = member.destination().credentials().stream().map(credential -> credential.digest()).collect(Collectors.joining("+"));
    return "key of " + member.name() + " " + digests;
  }
}
