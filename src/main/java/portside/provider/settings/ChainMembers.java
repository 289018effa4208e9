package portside.provider.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import portside.provider.Provider;
import portside.provider.settings.Setting.Subject;

/// The members that `CHAIN=` names: their env files, found and read. `glm` is `.env-glm` in the folder of the chain's file, else where `--env` would
/// find it. What is wrong with a name or a file as a whole is told at the line of `CHAIN`, what is wrong within a file at its own line.
final class ChainMembers {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  private final Path chain;
  private final SettingsReader settings;
  private final Map<String, String> environment;
  private final List<String> names = new ArrayList<>();
  private final List<Provider> providers = new ArrayList<>();
  private final List<SettingsReader> readers = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final Map<String, List<String>> idle = new LinkedHashMap<>();

  /// @param chain the file that names them
  /// @param settings of that file; takes the faults
  /// @param environment for `${VAR}` in their files
  ChainMembers(Path chain, SettingsReader settings, Map<String, String> environment) {
    this.chain = chain;
    this.settings = settings;
    this.environment = environment;
    files.add(chain);
  }

  /// Reads all of them.
  ///
  /// @param listen where the process serves
  void read(InstanceSettings.Listen listen) {
    refuseProvider();
    var typed = settings.list(Setting.CHAIN);
    if (typed.isEmpty()) {
      fault("names no member", "names of env files, such as CHAIN=glm,kimi-k2 for .env-glm and .env-kimi-k2");
    }
    for (var name : typed) {
      if (names.contains(name)) {
        fault(name + " is named twice", "each member once; several models of one are told in CHAIN_BIG, CHAIN_MIDDLE and CHAIN_SMALL as " + name + ":model");
      } else {
        names.add(name);
        find(name).ifPresent(file -> read(name, file, listen));
      }
    }
  }

  /// The names, in order, also of those that cannot be read.
  List<String> names() {
    return names;
  }

  /// Those that could be read, in order.
  List<Provider> providers() {
    return providers;
  }

  /// Of their files, in order; they know the faults.
  List<SettingsReader> readers() {
    return readers;
  }

  /// The chain's own file, then theirs.
  List<Path> files() {
    return files;
  }

  /// By name, the settings of their files that have no effect in a chain.
  Map<String, List<String>> idle() {
    return idle;
  }

  /// A chain has no provider of its own.
  private void refuseProvider() {
    if (settings.has(List.of(Setting.OPENAI_BASE_URL))) {
      settings.fault(
          Setting.OPENAI_BASE_URL, "stands beside CHAIN, which has the addresses of its members", "move it to a file of its own, and name that in CHAIN");
    }
    settings.about(Subject.PROVIDER).stream().filter(key -> !key.equals(Setting.OPENAI_BASE_URL.name()))
        .forEach(key -> settings.warning(key, "has no effect beside CHAIN", "set it in the file of the member it is for"));
  }

  private Optional<Path> find(String name) {
    var file = ".env-" + name;
    if (!NAME.matcher(name).matches()) {
      fault(SettingsReader.shown(name) + " is no name of a member", "a member is named as its file is: glm for .env-glm");
      return Optional.empty();
    }
    var beside = chain.resolveSibling(file);
    if (Files.isRegularFile(beside)) {
      return Optional.of(beside);
    }
    try {
      return Optional.of(EnvFile.find(file));
    } catch (EnvFaults nowhere) {
      fault("there is no file " + file + " for " + name, hint(name));
      return Optional.empty();
    }
  }

  private void read(String name, Path file, InstanceSettings.Listen listen) {
    try {
      if (Files.isSameFile(file, chain)) {
        fault(name + " is this file itself", "name the files of providers");
        return;
      }
      var raw = EnvFile.read(file, environment);
      var member = new SettingsReader(raw);
      if (member.has(List.of(Setting.CHAIN))) {
        fault(name + " is a chain itself, which cannot be a member", "name its members here");
        return;
      }
      files.add(file);
      readers.add(member);
      var provider = ProviderSettings.read(raw, member, new Addresses(member, listen));
      providers.add(provider);
      UnknownKeys.warn(member);
      idle.put(name, Stream.of(Subject.INSTANCE, Subject.CHAIN).flatMap(subject -> member.about(subject).stream()).toList());
      warnOfObstacle(provider);
    } catch (EnvFaults unreadable) {
      unreadable.faults().forEach(found -> fault(found.source() + " " + found.problem(), found.hint()));
    } catch (IOException e) {
      fault(file + " cannot be read (" + e.getClass().getSimpleName() + ")", "check its owner and mode: ls -l " + file);
    }
  }

  private void warnOfObstacle(Provider provider) {
    provider.missingKey().ifPresent(setting -> warning(provider.name() + " is skipped, it has no key", "set " + setting));
    provider.closed().ifPresent(obstacle -> warning(provider.name() + " is skipped: " + obstacle, "take it out of CHAIN"));
  }

  private String hint(String name) {
    var example = ".env-" + name + ".example";
    if (Stream.of(Path.of(example), Path.of("more", example)).anyMatch(file -> Files.exists(chain.resolveSibling(file)))) {
      return "./start-all-proxies.sh start " + name + " makes it from its example";
    }
    var there = there();
    var nearest = there.isEmpty() ? "" : NearestName.nearest(name, there);
    return !nearest.isEmpty() && NearestName.likely(name, nearest)
        ? "did you mean " + nearest + "?"
        : "a member is named as its file is: glm for .env-glm" + (there.isEmpty() ? "" : "; there are " + String.join(", ", there));
  }

  /// Names of the files beside the chain's own.
  private List<String> there() {
    var folder = Optional.ofNullable(chain.getParent()).orElse(Path.of(""));
    try (var files = Files.list(folder)) {
      return files.map(Path::getFileName).map(Path::toString).filter(file -> file.startsWith(".env-") && !file.equals(chain.getFileName().toString()))
          .map(file -> file.substring(".env-".length())).filter(name -> NAME.matcher(name).matches() && !name.endsWith(".example")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private void fault(String problem, String hint) {
    settings.fault(Setting.CHAIN, problem, hint);
  }

  private void warning(String problem, String hint) {
    settings.warning(Setting.CHAIN.name(), problem, hint);
  }
}
