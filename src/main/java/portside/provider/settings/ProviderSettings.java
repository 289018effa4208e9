package portside.provider.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import portside.provider.Destination;
import portside.provider.Dialects;
import portside.provider.Endpoint;
import portside.provider.KeyRules;
import portside.provider.KnownProvider;
import portside.provider.Provider;
import portside.provider.Timeouts;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;

/// Checks what an env file says of its provider.
final class ProviderSettings {
  private static final long MOST_TOKENS = 100_000_000;

  private final RawSettings raw;
  private final SettingsReader settings;
  private final Addresses addresses;

  private ProviderSettings(RawSettings raw, SettingsReader settings, Addresses addresses) {
    this.raw = raw;
    this.settings = settings;
    this.addresses = addresses;
  }

  /// The provider. Where something is wrong the reader knows it, and the result must not be used.
  ///
  /// @param settings takes the faults of `raw`
  static Provider read(RawSettings raw, SettingsReader settings, Addresses addresses) {
    return new ProviderSettings(raw, settings, addresses).provider();
  }

  private Provider provider() {
    var baseUrl = addresses.baseUrl();
    var retries = (int) settings.number(Setting.MAX_RETRIES, 1, 0, 10);
    var usual = settings.line(Setting.KEY_STRATEGY).isEmpty() && settings.beginningWith(QuotaSettings.PREFIX).isEmpty();
    var keys = usual ? KeyRules.USUAL : QuotaSettings.read(settings);
    var models = models(baseUrl);
    var dialects = dialects(baseUrl);
    var destination = destination(baseUrl).keyedBy(dialects.row(models.big()).get(Column.KEY_HEADER),
        !settings.beginningWith(Column.KEY_HEADER.setting()).isEmpty());
    return new Provider(destination, raw.source(), models, dialects, limits(), keys, retries, billing(), settings.flag(Setting.FORWARD_TRACE, false));
  }

  private Provider.Billing billing() {
    return settings.constant(Setting.BILLING, Provider.Billing.LISTED);
  }

  private Destination destination(Optional<URI> baseUrl) {
    var version = azureApiVersion();
    return new Destination(
        raw.name(),
        baseUrl.map(url -> new Endpoint(url, version, Setting.OPENAI_BASE_URL.name())).orElse(Endpoint.DEMO),
        TokenSettings.read(settings, baseUrl).or(() -> FromClient.read(settings, baseUrl)).orElseGet(() -> KeySettings.credentials(settings, version.isPresent())),
        CustomHeaders.read(settings),
        timeouts(),
        addresses.proxy(),
        CertificateAuthorities.read(settings));
  }

  private Provider.Models models(Optional<URI> baseUrl) {
    var big = settings.text(Setting.BIG_MODEL);
    var middle = settings.text(Setting.MIDDLE_MODEL);
    var small = settings.text(Setting.SMALL_MODEL);
    if (big.isPresent()) {
      usual(big.get(), middle.orElse(big.get()), small.orElse(middle.orElse(big.get())));
      return new Provider.Models(big.get(), middle.orElse(big.get()), small.orElse(middle.orElse(big.get())));
    }
    var defaults = baseUrl.flatMap(KnownProvider::at).flatMap(KnownProvider::defaults);
    if (defaults.isEmpty() && baseUrl.isPresent()) {
      settings.fault(
          Setting.BIG_MODEL, "is missing", "the model id for opus and everything unknown; MIDDLE_MODEL and SMALL_MODEL may follow it");
    }
    var models = defaults.orElse(new Provider.Models("", "", ""));
    usual(models.big(), models.middle(), models.small());
    if (defaults.isPresent() && middle.isEmpty() && small.isEmpty() && FromClient.said(settings)) {
      return models.asAsked();
    }
    return new Provider.Models(models.big(), middle.orElse(models.middle()), small.orElse(models.small()));
  }

  private void usual(String big, String middle, String small) {
    settings.usual(Setting.BIG_MODEL, big);
    settings.usual(Setting.MIDDLE_MODEL, middle);
    settings.usual(Setting.SMALL_MODEL, small);
  }

  private Dialects dialects(Optional<URI> baseUrl) {
    var dialects = settings.text(Setting.DIALECT).flatMap(this::forced).orElseGet(() -> baseUrl.map(Dialects::at).orElseGet(Dialects::new));
    return ModelsFile.apply(settings, settings.beginningWith(Column.PREFIX).isEmpty() ? dialects : ColumnSettings.apply(settings, dialects));
  }

  private Optional<Dialects> forced(String name) {
    var known = KnownProvider.named(name).map(Dialects::of).or(() -> row(name).map(Dialects::forced));
    if (known.isEmpty()) {
      settings.fault(Setting.DIALECT, SettingsReader.shown(name) + " is not known", nearestDialect(name));
    }
    return known;
  }

  private static Optional<Dialect> row(String name) {
    return KnownProvider.allRows().stream().filter(candidate -> candidate.name().equalsIgnoreCase(name)).findFirst();
  }

  /// The provider or row whose name is nearest, if it is near at all, with the rows of that provider: all rows of all would fill a screen.
  private static String nearestDialect(String name) {
    var providers = KnownProvider.ALL.stream().map(KnownProvider::name).toList();
    var rows = KnownProvider.allRows().stream().map(Dialect::name);
    var nearest = NearestName.nearest(name, Stream.concat(providers.stream(), rows).toList());
    var all = "Providers are " + String.join(", ", providers) + "; the row standard is for all others";
    if (!NearestName.likely(name, nearest)) {
      return all;
    }
    var row = row(nearest);
    var home = KnownProvider.ALL.stream().filter(known -> known.name().equals(nearest) || row.filter(known.rows()::contains).isPresent()).findFirst();
    return "did you mean " + nearest + "? "
        + home.map(known -> known.name() + " has " + String.join(", ", known.rows().stream().map(Dialect::name).toList()) + ". ").orElse("")
        + all;
  }

  private Optional<String> azureApiVersion() {
    var version = settings.text(Setting.AZURE_API_VERSION);
    var plain = version.orElse("").chars().allMatch(letter -> letter == '-' || letter == '.' || Character.isLetterOrDigit(letter));
    if (!plain) {
      settings.fault(Setting.AZURE_API_VERSION, SettingsReader.shown(version.get()) + " is not a version", "such as 2024-10-21");
    }
    return version;
  }

  private Timeouts timeouts() {
    return new Timeouts(
        settings.duration(Setting.CONNECT_TIMEOUT, Duration.ofSeconds(10)),
        settings.duration(Setting.REQUEST_TIMEOUT, Duration.ofSeconds(600)),
        settings.duration(Setting.STREAM_IDLE_TIMEOUT, Duration.ofSeconds(300)));
  }

  private Provider.Limits limits() {
    var least = settings.number(Setting.MIN_TOKENS_LIMIT, 0, 0, MOST_TOKENS);
    var most = settings.number(Setting.MAX_TOKENS_LIMIT, 0, 0, MOST_TOKENS);
    if (most > 0 && least > most) {
      settings.fault(Setting.MIN_TOKENS_LIMIT, least + " is more than MAX_TOKENS_LIMIT, " + most, "swap them, or leave both out");
    }
    return new Provider.Limits(least, most);
  }
}
