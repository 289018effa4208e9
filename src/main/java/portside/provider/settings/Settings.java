package portside.provider.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.Secret;

/// Raw settings become [InstanceSettings] and a [Chain] of providers, or all their faults. Reads files and changes nothing, so it can be asked again.
public final class Settings {
  private static final List<String> LOG_LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

  private final RawSettings raw;
  private final SettingsReader settings;

  private Settings(RawSettings raw) {
    this.raw = raw;
    settings = new SettingsReader(raw);
  }

  /// @param instance what the process is told
  /// @param chain who is asked
  /// @param warnings what is worth saying, file by file, in the order of their lines
  /// @param files that were read: the instance's own, then those of the members; none when the settings come from the environment
  /// @param idle settings of a member's file that have no effect in the chain, by the name of the member
  /// @param typed what was read, in the order of the files
  /// @param usual in the same order, what settings are by name where nothing is typed
  public record Loaded(InstanceSettings instance, Chain chain, List<Finding> warnings, List<Path> files, Map<String, List<String>> idle,
      List<RawSettings> typed, List<Map<String, String>> usual) {
    /// The only provider, or the one that is preferred.
    public Provider provider() {
      return chain.first();
    }

    /// All files that these settings come from: those of `files`, and `models.json` beside each, whether it is there or not.
    public List<Path> sources() {
      return Stream.concat(files.stream(), files.stream().map(ModelsFile::beside).distinct()).toList();
    }

    /// Whether `CHAIN` names the providers, each with a file of its own.
    public boolean namesMembers() {
      return files.size() > 1;
    }
  }

  /// The settings of this process: of the file alone when one is given, and of the files it names as members of its chain; of the environment
  /// alone when none is. A key in the shell must never reach a provider it was not meant for.
  ///
  /// @param file as the person named it
  /// @param environment of the process
  /// @throws EnvFaults when there is no such file or anything in it, or in that of a member, is wrong
  public static Loaded load(Optional<String> file, Map<String, String> environment) throws EnvFaults {
    return load(file, OptionalInt.empty(), environment);
  }

  /// The same, listening elsewhere than the settings say.
  ///
  /// @param port in place of `PORT`
  public static Loaded load(Optional<String> file, OptionalInt port, Map<String, String> environment) throws EnvFaults {
    if (file.isEmpty()) {
      return check(RawSettings.ofEnvironment(environment), port);
    }
    var path = EnvFile.find(file.get());
    var settings = new Settings(EnvFile.read(path, environment));
    return settings.namesMembers() ? settings.ofChain(path, port, environment) : settings.ofOne(List.of(path), port);
  }

  static Loaded check(RawSettings raw, OptionalInt port) throws EnvFaults {
    return new Settings(raw).ofOne(List.of(), port);
  }

  /// Also in a line that cannot be read.
  private boolean namesMembers() {
    return settings.text(Setting.CHAIN).isPresent() || settings.faulty(Setting.CHAIN);
  }

  private Loaded ofOne(List<Path> files, OptionalInt port) throws EnvFaults {
    var addresses = new Addresses(settings, port);
    var provider = ProviderSettings.read(raw, settings, addresses);
    var instance = instance(addresses, provider.demo());
    var chain = settings.about(Setting.Subject.CHAIN).isEmpty()
        ? Chain.of(provider) : ChainSettings.read(settings, List.of(raw.name()), List.of(provider));
    UnknownKeys.warn(settings);
    return new Loaded(instance, chain, SettingsReader.warningsUnlessFaulty(List.of(settings)), files, Map.of(), List.of(raw),
        List.of(settings.usual()));
  }

  private Loaded ofChain(Path path, OptionalInt port, Map<String, String> environment) throws EnvFaults {
    var addresses = new Addresses(settings, port);
    var members = new ChainMembers(path, settings, environment);
    members.read(addresses.listen());
    var instance = instance(addresses, members.providers().stream().allMatch(Provider::demo));
    var chain = ChainSettings.read(settings, members.names(), members.providers());
    UnknownKeys.warn(settings);
    var readers = new ArrayList<>(List.of(settings));
    readers.addAll(members.readers());
    var typed = readers.stream().map(SettingsReader::raw).toList();
    return new Loaded(instance, chain, SettingsReader.warningsUnlessFaulty(readers), members.files(), members.idle(), typed,
        readers.stream().map(SettingsReader::usual).toList());
  }

  /// @param demo whether nobody else can be asked
  private InstanceSettings instance(Addresses addresses, boolean demo) {
    var clientKeys = KeySettings.ofClients(settings);
    addresses.askForKeys(!clientKeys.isEmpty());
    var journal = journal(demo);
    return new InstanceSettings(
        raw.name(),
        raw.source(),
        addresses.listen(),
        clientKeys,
        settings.number(Setting.MAX_BODY_MB, 32, 1, 1024) * 1024 * 1024,
        settings.chosen(Setting.LOG_LEVEL, "INFO", LOG_LEVELS),
        SearchSetting.read(settings, addresses),
        journal,
        KeySettings.ofOperator(settings, clientKeys),
        log(),
        BudgetSettings.read(settings, journal.on()));
  }

  private InstanceSettings.Log log() {
    var usual = InstanceSettings.Log.USUAL;
    return new InstanceSettings.Log(
        settings.constant(Setting.LOG_FORMAT, usual.format()),
        settings.constant(Setting.LOG_REQUESTS, usual.requests()),
        (int) settings.number(Setting.LOG_REQUESTS_MB, usual.megabytes(), 1, 100_000),
        (int) settings.number(Setting.LOG_REQUESTS_DAYS, usual.days(), 1, 3650));
  }

  /// The demo leaves nothing behind unless it is asked to.
  private InstanceSettings.Journal journal(boolean demo) {
    var usual = InstanceSettings.Journal.USUAL;
    return new InstanceSettings.Journal(
        settings.chosen(Setting.LEDGER, demo ? "off" : "on", List.of("on", "off")).equals("on"),
        (int) settings.number(Setting.LEDGER_DAYS, usual.days(), 1, 3650),
        settings.flag(Setting.LEDGER_SYNC, usual.sync()),
        settings.constant(Setting.LEDGER_PROJECT, usual.project()),
        database());
  }

  private Optional<Secret> database() {
    var typed = settings.text(Setting.LEDGER_URL);
    if (typed.isPresent() && !database(typed.get())) {
      settings.fault(Setting.LEDGER_URL, "is no address of a database", "postgresql://user:${PGPASSWORD}@host/database, with signs such as @ and / in a password as %40 and %2F");
      return Optional.empty();
    }
    return typed.map(Secret::new);
  }

  private static boolean database(String url) {
    try {
      var parsed = new URI(url);
      return ("postgresql".equals(parsed.getScheme()) || "postgres".equals(parsed.getScheme())) && parsed.getHost() != null && parsed.getRawPath().length() > 1;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
