package portside.provider.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import portside.provider.Chain;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Dialects;
import portside.provider.Endpoint;
import portside.provider.KeyRules;
import portside.provider.KnownProvider;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.provider.Timeouts;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;

/// Raw settings become [InstanceSettings] and a [Provider], or all their faults.
public final class Settings {
  private static final List<String> LOG_LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
  private static final long MOST_TOKENS = 100_000_000;

  private final RawSettings raw;
  private final SettingsReader settings;

  private Settings(RawSettings raw) {
    this.raw = raw;
    settings = new SettingsReader(raw);
  }

  /// @param instance what the process is told
  /// @param chain who is asked
  /// @param warnings what is worth saying, in the order of the file
  public record Loaded(InstanceSettings instance, Chain chain, List<Finding> warnings) {
    /// The only provider, or the one that is preferred.
    public Provider provider() {
      return chain.first();
    }
  }

  /// The settings of this process: of the file alone when one is given, of the environment alone when none is. A key in the shell must never
  /// reach a provider it was not meant for.
  ///
  /// @param file as the person named it
  /// @param environment of the process
  /// @throws EnvFaults when there is no such file or anything in it is wrong
  public static Loaded load(Optional<String> file, Map<String, String> environment) throws EnvFaults {
    return load(file, OptionalInt.empty(), environment);
  }

  /// The same, listening elsewhere than the settings say.
  ///
  /// @param port in place of `PORT`
  public static Loaded load(Optional<String> file, OptionalInt port, Map<String, String> environment) throws EnvFaults {
    var raw = file.isPresent() ? EnvFile.read(EnvFile.find(file.get()), environment) : RawSettings.ofEnvironment(environment);
    return check(raw, port);
  }

  static Loaded check(RawSettings raw, OptionalInt port) throws EnvFaults {
    return new Settings(raw).checked(port);
  }

  private Loaded checked(OptionalInt port) throws EnvFaults {
    var addresses = new Addresses(settings, port);
    var baseUrl = addresses.baseUrl();
    var clientKeys = clientKeys();
    addresses.askForKeys(!clientKeys.isEmpty());
    var instance =
        new InstanceSettings(
            raw.name(),
            raw.source(),
            addresses.listen(),
            clientKeys,
            settings.number(Setting.MAX_BODY_MB, 32, 1, 1024) * 1024 * 1024,
            settings.word(Setting.LOG_LEVEL, "INFO", LOG_LEVELS),
            SearchSetting.read(settings, addresses));
    var retries = (int) settings.number(Setting.MAX_RETRIES, 1, 0, 10);
    var provider = new Provider(destination(addresses, baseUrl), raw.source(), models(baseUrl), dialects(baseUrl), limits(), KeyRules.USUAL, retries);
    warnOfUnknownKeys();
    return new Loaded(instance, Chain.of(provider), settings.warningsUnlessFaulty());
  }

  private Destination destination(Addresses addresses, Optional<URI> baseUrl) {
    var version = azureApiVersion();
    return new Destination(
        raw.name(),
        baseUrl.map(url -> new Endpoint(url, version, Setting.OPENAI_BASE_URL.name())).orElse(Endpoint.DEMO),
        List.of(credential(version.isPresent())),
        CustomHeaders.read(settings),
        timeouts(),
        addresses.proxy(),
        CertificateAuthorities.read(settings));
  }

  /// @param azure whether the address is of Azure's old style, which knows the key by another name
  private Credential credential(boolean azure) {
    var key = unlessPlaceholder(Setting.OPENAI_API_KEY, settings.text(Setting.OPENAI_API_KEY).orElse(""));
    if (!isKey(key)) {
      settings.fault(
          Setting.OPENAI_API_KEY,
          "holds a space or a character that no key has",
          "the key alone, without \"Bearer\" and without quotes inside");
    }
    var secret = new Secret(key);
    return key.isEmpty() ? new Credential.None() : azure ? new Credential.HeaderKey("api-key", secret) : new Credential.Bearer(secret);
  }

  private List<Secret> clientKeys() {
    var typed = settings.text(Setting.ANTHROPIC_API_KEY).orElse("");
    var keys = Stream.of(typed.split(",")).map(String::strip).filter(key -> !key.isEmpty()).toList();
    if (keys.isEmpty() && !typed.isEmpty()) { // to ask for no key then would leave a door open that somebody meant to lock
      settings.fault(
          Setting.ANTHROPIC_API_KEY, "holds no key between its commas", "one key, or several separated by commas; nothing at all for no check");
    }
    var real = keys.stream().map(key -> unlessPlaceholder(Setting.ANTHROPIC_API_KEY, key)).filter(key -> !key.isEmpty()).toList();
    if (!real.stream().allMatch(Settings::isKey)) {
      settings.fault(Setting.ANTHROPIC_API_KEY, "holds a character that no header can carry", "one key, or several separated by commas");
    }
    return real.stream().map(Secret::new).toList();
  }

  private String unlessPlaceholder(Setting setting, String key) {
    if (key.isEmpty() || !Placeholder.looksLike(key)) {
      return key;
    }
    settings.warning(setting.name(), "looks like a placeholder and counts as missing", "put the key itself there");
    return "";
  }

  private static boolean isKey(String text) {
    return text.chars().allMatch(letter -> letter > ' ' && letter < 0x7f);
  }

  private Provider.Models models(Optional<URI> baseUrl) {
    var big = settings.text(Setting.BIG_MODEL);
    var middle = settings.text(Setting.MIDDLE_MODEL);
    var small = settings.text(Setting.SMALL_MODEL);
    if (big.isPresent()) {
      return new Provider.Models(big.get(), middle.orElse(big.get()), small.orElse(middle.orElse(big.get())));
    }
    var defaults = baseUrl.flatMap(KnownProvider::at).flatMap(KnownProvider::defaults);
    if (defaults.isEmpty() && baseUrl.isPresent()) {
      settings.fault(
          Setting.BIG_MODEL, "is missing", "the model id for opus and everything unknown; MIDDLE_MODEL and SMALL_MODEL may follow it");
    }
    var models = defaults.orElse(new Provider.Models("", "", ""));
    return new Provider.Models(models.big(), middle.orElse(models.middle()), small.orElse(models.small()));
  }

  private Dialects dialects(Optional<URI> baseUrl) {
    var dialects = settings.text(Setting.DIALECT).flatMap(this::forced).orElseGet(() -> baseUrl.map(Dialects::at).orElseGet(Dialects::new));
    return settings.beginningWith(Column.PREFIX).isEmpty() ? dialects : ColumnSettings.apply(settings, dialects);
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

  private void warnOfUnknownKeys() {
    for (var key : settings.keys()) {
      if (!Setting.known(key)) {
        settings.warning(key, "is no setting and has no effect", hintFor(key));
      }
    }
  }

  private static String hintFor(String key) {
    var nearest = NearestName.nearest(key, Setting.names().toList());
    return Setting.elsewhere(key).map(setting -> "did you mean " + setting + "?")
        .orElseGet(() -> EnvName.near(key, nearest) ? "did you mean " + nearest + "?"
            : EnvName.canBeShown(key) ? "remove it; the nearest setting is " + nearest
            : "remove the line; its text is not shown, because it may be part of a key. A value ends with its line");
  }
}
