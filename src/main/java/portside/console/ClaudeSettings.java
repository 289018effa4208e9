package portside.console;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import portside.console.edit.Backups;
import portside.console.edit.FileReplacement;
import portside.console.edit.JsonEdit;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.Settings;
import portside.wire.Json;

/// The verb `claude-settings`: makes Claude Code use an instance wherever it is started, by the `env` of `~/.claude/settings.json` (code.claude.com/docs,
/// "Claude Code settings"), and undoes that. Only variables of [ClaudeCommand] are touched; everything else stays as it is typed.
final class ClaudeSettings implements Verb {
  private static final String ENV = "env";

  /// Whose values are keys, or hold one.
  private static final Set<String> HIDDEN = Set.of(ClaudeCommand.TOKEN, ClaudeCommand.HEADERS);

  private static final String FORMS = "claude-settings set NAME, claude-settings backup, or claude-settings restore";

  @Override
  public String name() {
    return "claude-settings";
  }

  @Override
  public String synopsis() {
    return "set NAME | backup | restore";
  }

  @Override
  public String purpose() {
    return "makes Claude Code use an instance by its settings.json, or brings back the file as it was";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public int run(CommandLine typed, Surroundings surroundings) throws Misuse {
    var words = typed.getArgList();
    var file = file(surroundings.environment());
    try {
      return switch (words.isEmpty() ? "" : words.getFirst()) {
        case "set" -> set(words, file, surroundings);
        case "backup" -> backup(words, file, surroundings);
        case "restore" -> restore(words, file, surroundings);
        default -> throw new Misuse("claude-settings: what is to be done?", FORMS);
      };
    } catch (CharacterCodingException e) {
      throw new Misuse(file + ": is not UTF-8 text", "nothing was changed; save it as UTF-8");
    } catch (IOException e) {
      throw new Misuse(file + ": cannot be read or written (" + e + ")", "nothing was changed; check its owner and mode: ls -l " + file);
    } catch (Json.Malformed e) {
      throw new Misuse(file + ": " + e.getMessage(), "nothing was changed; put that right first");
    }
  }

  /// Where Claude Code keeps the settings of a user.
  private static Path file(Map<String, String> environment) {
    var folder = environment.getOrDefault("CLAUDE_CONFIG_DIR", "");
    var home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    return (folder.isEmpty() ? Path.of(home, ".claude") : Path.of(folder)).resolve("settings.json");
  }

  private static int set(List<String> words, Path file, Surroundings surroundings) throws Misuse, IOException, Json.Malformed {
    if (words.size() != 2) {
      throw new Misuse(words.size() < 2 ? "claude-settings: set to which instance?" : "claude-settings: one instance at a time",
          EnvFileNames.hint(surroundings.folder()));
    }
    SequencedMap<String, String> variables;
    try {
      var loaded = Settings.load(Optional.of(EnvFileNames.file(surroundings.folder(), words.getLast())), surroundings.environment());
      if (loaded.instance().listen().port() == 0) {
        throw new Misuse(loaded.instance().source() + ": PORT: 0 takes any free port, and Claude Code has to know which", "a number from 1 to 65535");
      }
      variables = ClaudeCommand.variables(loaded.instance(), loaded.chain());
    } catch (EnvFaults faults) {
      surroundings.err().println(faults.getMessage());
      return Verbs.MISUSED;
    }
    var there = Files.exists(file);
    var before = new JsonEdit(there ? Files.readString(file) : "{}\n");
    var after = with(before, variables);
    if (there) {
      surroundings.out().println("kept as " + new Backups(file).make(now(surroundings)));
    } else {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    FileReplacement.write(file, after.text());
    surroundings.out().println(file + ": env:");
    variables.forEach((name, value) -> surroundings.out().println("  " + name + "=" + (HIDDEN.contains(name) && !value.equals("dummy") ? "(hidden)" : value)));
    if (after.value(List.of(ENV, "ANTHROPIC_API_KEY")).isPresent()) {
      surroundings.err().println("ANTHROPIC_API_KEY stands in env, too, and is sent to the instance beside the token; it is left there.");
    }
    surroundings.err().println("Start it with: claude --permission-mode default (auto mode asks a check that other providers cannot give).");
    return 0;
  }

  /// Ours that the instance does not need would still count, such as the window of the one before; the lines of headers are the person's but for one.
  private static JsonEdit with(JsonEdit before, SequencedMap<String, String> variables) throws Json.Malformed {
    var edit = before;
    for (var name : List.of(ClaudeCommand.BASE_URL, ClaudeCommand.TOKEN, ClaudeCommand.HEADERS, ClaudeCommand.WINDOW, ClaudeCommand.HINTS)) {
      var path = List.of(ENV, name);
      var value = name.equals(ClaudeCommand.HEADERS) ? headers(edit, variables.getOrDefault(name, "")) : variables.getOrDefault(name, "");
      edit = value.isEmpty() ? edit.remove(path) : edit.set(path, Json.text(Json.quoted(value)));
    }
    return edit;
  }

  private static String headers(JsonEdit edit, String ours) throws Json.Malformed {
    var typed = edit.value(List.of(ENV, ClaudeCommand.HEADERS));
    var own = typed.isPresent() ? Optional.ofNullable(Json.string(Json.object("{\"it\":" + typed.get() + "}"), "it")).orElse("") : "";
    return ClaudeEnvironment.headers(own, ours).strip();
  }

  private static int backup(List<String> words, Path file, Surroundings surroundings) throws Misuse, IOException {
    alone(words);
    if (!Files.exists(file)) {
      throw new Misuse(file + ": there is no such file", "nothing is to be kept");
    }
    surroundings.out().println("kept as " + new Backups(file).make(now(surroundings)));
    return 0;
  }

  private static int restore(List<String> words, Path file, Surroundings surroundings) throws Misuse, IOException {
    alone(words);
    var restored = new Backups(file).restore(now(surroundings));
    if (restored.isEmpty()) {
      throw new Misuse("there is no backup of " + file, "claude-settings backup makes one, and claude-settings set NAME does so by itself");
    }
    surroundings.out().println(file + " is as in " + restored.get());
    return 0;
  }

  private static void alone(List<String> words) throws Misuse {
    if (words.size() > 1) {
      throw new Misuse("claude-settings: " + words.getFirst() + " stands alone", FORMS);
    }
  }

  private static LocalDateTime now(Surroundings surroundings) {
    return LocalDateTime.ofInstant(surroundings.clock().instant(), surroundings.zone());
  }
}
