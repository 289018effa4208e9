package portside.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import portside.provider.settings.EffectiveSettings;
import portside.provider.settings.EffectiveSettings.Effective;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.Settings;
import portside.status.ConfigJson;

/// The verb `config`: all settings of an instance that are in force, and where each comes from; keys as their ids.
final class Config implements Verb {
  private static final String SET = "set";
  private static final String JSON = "json";

  @Override
  public String name() {
    return "config";
  }

  @Override
  public String synopsis() {
    return "NAME [--set] [--json]";
  }

  @Override
  public String purpose() {
    return "all settings in force, and where each comes from; keys as their ids";
  }

  @Override
  public Options options() {
    return new Options().addOption(Option.builder().longOpt(SET).desc("only what is set, no defaults").get())
        .addOption(Option.builder().longOpt(JSON).desc("for programs: the page GET /config").get());
  }

  @Override
  public int run(CommandLine typed, Surroundings surroundings) throws Misuse {
    var names = typed.getArgList();
    if (names.size() != 1) {
      throw new Misuse(names.isEmpty() ? "config: of which instance?" : "config: one instance at a time", EnvFileNames.hint(surroundings.folder()));
    }
    try {
      var loaded = Settings.load(Optional.of(EnvFileNames.file(surroundings.folder(), names.getFirst())), surroundings.environment());
      if (typed.hasOption(JSON)) {
        surroundings.out().println(new String(ConfigJson.of(loaded), StandardCharsets.UTF_8));
      } else {
        surroundings.out().print(text(EffectiveSettings.of(loaded), typed.hasOption(SET), surroundings.paint(typed), surroundings.columns()));
      }
      return 0;
    } catch (EnvFaults faults) {
      surroundings.err().println(faults.getMessage());
      return Verbs.MISUSED;
    }
  }

  private static String text(List<EffectiveSettings> files, boolean setAlone, Paint paint, int columns) {
    var text = new StringBuilder();
    for (var file : files) {
      text.append(text.isEmpty() ? "" : "\nmember ").append(file.name()).append(", ").append(file.source()).append('\n');
      var table = new Table(List.of(Table.Column.left("SETTING"), Table.Column.left("VALUE"), Table.Column.left("FROM")));
      file.settings().stream().filter(setting -> setting.set() || !setAlone).forEach(setting -> table.row(row(setting)));
      text.append(table.text(paint, columns));
    }
    return text.toString();
  }

  private static List<Table.Cell> row(Effective setting) {
    var role = setting.set() ? Paint.Role.PLAIN : Paint.Role.DIM;
    return List.of(new Table.Cell(setting.key(), setting.set() ? Paint.Role.ACCENT : Paint.Role.DIM),
        new Table.Cell(shown(setting.value().orElse("none")), role), new Table.Cell(setting.origin(), Paint.Role.DIM));
  }

  /// Control characters would drive the terminal.
  private static String shown(String value) {
    return value.replaceAll("\\p{Cntrl}", "?");
  }
}
