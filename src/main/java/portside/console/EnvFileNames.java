package portside.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The env files of a folder of instances: `env/.env-NAME`. Which names are those of instances is the rule of `scripts/lib/instance.sh`, too.
final class EnvFileNames {
  private static final String PREFIX = ".env-";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  /// Examples, and what was put aside by its name: copies, left-overs of editors and tools, what was switched off.
  private static final Pattern ASIDE = Pattern.compile(".*(~|#|\\.sw[a-p]|\\.example|[ ._-]\\(?([Cc]opy|disabled|old|orig|bak|backup|save)\\)?|"
      + "\\.(off|new|saved|tmp|temp|part|rej|dist|dpkg-[a-z]+|rpm[a-z]+|ucf-[a-z]+))([ ._-]?[0-9]{1,8})?");

  private EnvFileNames() {}

  /// The file of an instance as it is to be read: that of the name in `env/`, else what was typed.
  ///
  /// @param typed a name such as `glm`, or its file: `.env-glm`, `env/.env-glm`, or any other path
  static String file(Path folder, String typed) {
    var named = folder.resolve("env").resolve(PREFIX + typed);
    return NAME.matcher(typed).matches() && Files.isRegularFile(named) ? named.toString() : typed.matches("[A-Za-z0-9_-]+") ? PREFIX + typed : typed;
  }

  /// The names of all instances that have a file, in alphabetical order.
  static List<String> all(Path folder) {
    try (var files = Files.list(folder.resolve("env"))) {
      return files.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString).map(EnvFileNames::name).flatMap(Optional::stream).sorted().toList();
    } catch (IOException absent) {
      return List.of();
    }
  }

  /// What to type where a name is missing.
  static String hint(Path folder) {
    var all = all(folder);
    return all.isEmpty() ? "there is none in env/; ./start-all-proxies.sh makes them from their examples" : "there are " + String.join(", ", all);
  }

  private static Optional<String> name(String file) {
    var name = file.startsWith(PREFIX) ? file.substring(PREFIX.length()) : "";
    return NAME.matcher(name).matches() && !ASIDE.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }
}
