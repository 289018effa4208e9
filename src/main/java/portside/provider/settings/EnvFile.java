package portside.provider.settings;

import io.github.cdimascio.dotenv.DotenvException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import portside.provider.Secret;

/// An env file: where it is, and what was typed into it.
///
/// One setting a line, `KEY=value`; `export` before it is allowed. `#` begins a comment at the start of a line or after a space. A value may
/// stand in double quotes, or in single quotes, which also keep `${…}` from being replaced. `${VAR}` takes a variable of the process
/// environment. A value ends with its line.
final class EnvFile {
  private static final long MAX_BYTES = 1 << 20;

  private final Path path;
  private final Map<String, String> environment;
  private final List<RawSettings.Entry> entries = new ArrayList<>();
  private final List<Finding> faults = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();
  private boolean holdsKey;

  /// The setting of the line above when its value is a key; else empty.
  private String secretAbove = "";

  private EnvFile(Path path, Map<String, String> environment) {
    this.path = path;
    this.environment = environment;
  }

  /// The file a person means: the path as given, else in `env/` of the working directory, of its parent, or beside the jar.
  ///
  /// @throws EnvFaults when there is none; the hint lists the places looked at
  static Path find(String given) throws EnvFaults {
    return find(given, Path.of(""), besideTheJar());
  }

  static Path find(String given, Path directory, List<Path> elsewhere) throws EnvFaults {
    var places = new ArrayList<Path>();
    try {
      places.add(directory.resolve(given));
      if (!Path.of(given).isAbsolute()) {
        places.add(directory.resolve("env").resolve(given));
        elsewhere.forEach(place -> places.add(place.resolve("env").resolve(given)));
      }
    } catch (InvalidPathException e) {
      throw nothing(given, "is no file name", "start with --env FILE, such as --env env/.env-glm");
    }
    for (var place : places) {
      if (Files.exists(place) && !Files.isDirectory(place)) {
        return place;
      }
    }
    for (var place : places) {
      if (Files.isDirectory(place)) {
        throw nothing(given, "is a folder", "name the file in it, such as " + Path.of(given).resolve(".env-glm"));
      }
    }
    throw nothing(given, "there is no such file", "looked for " + String.join(", ", places.stream().map(Path::toString).toList()));
  }

  /// Reads a file.
  ///
  /// @param environment for `${VAR}`
  /// @throws EnvFaults when the file cannot be read at all; what is wrong with single lines is in the result
  static RawSettings read(Path path, Map<String, String> environment) throws EnvFaults {
    var file = new EnvFile(path, environment);
    file.lines(text(path));
    file.checkPermissions();
    return new RawSettings(name(path), path.toString(), file.entries, file.faults, file.warnings);
  }

  /// `.env-glm` is `glm`; so are `.env.glm`, `glm.env` and `.env-glm.example`.
  static String name(Path path) {
    var name = path.getFileName().toString();
    name = name.endsWith(".example") ? name.substring(0, name.length() - ".example".length()) : name;
    name = name.startsWith(".env") ? name.substring(".env".length()) : name;
    name = name.endsWith(".env") ? name.substring(0, name.length() - ".env".length()) : name;
    name = name.startsWith("-") || name.startsWith(".") ? name.substring(1) : name;
    return name.isEmpty() ? "default" : name;
  }

  private static List<Path> besideTheJar() {
    var places = new ArrayList<Path>(List.of(Path.of("..")));
    // The jar as it was named to Java. The code source of a class that comes from the AOT cache names the jar the cache was made of.
    var jar = Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]).toAbsolutePath().normalize();
    var folder = jar.getParent();
    if (folder != null && !folder.equals(Path.of("").toAbsolutePath())) {
      places.add(folder);
    }
    return places;
  }

  private static String text(Path path) throws EnvFaults {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw nothing(path.toString(), "is larger than 1 MiB", "an env file holds a few lines of KEY=value");
      }
      var text = Files.readString(path);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw nothing(path.toString(), "is not UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      throw nothing(path.toString(), "cannot be read (" + e.getClass().getSimpleName() + ")", "check its owner and mode: ls -l " + path);
    }
  }

  private void lines(String text) {
    var firstLines = new LinkedHashMap<String, Integer>();
    var number = 0;
    for (var line : text.lines().toList()) {
      number++;
      var entry = entry(line.strip(), number);
      if (entry != null) {
        entries.add(entry);
        var earlier = firstLines.put(entry.key(), number);
        if (earlier != null && !entry.key().startsWith(Setting.ROUTE_PREFIX)) { // two routes of one number are a fault, told elsewhere
          warnings.add(finding(number, entry.key(), "was already set in line " + earlier, "the last one counts; remove the other"));
        }
      }
    }
  }

  private RawSettings.@Nullable Entry entry(String line, int number) {
    var above = secretAbove;
    secretAbove = "";
    if (line.isEmpty() || line.startsWith("#")) {
      return null;
    }
    try {
      var typed = EnvLine.read(line);
      if (!above.isEmpty() && !EnvName.canBeShown(typed.key())) {
        faults.add(restOf(above, number));
        return null;
      }
      var value = typed.expanded(environment);
      var secret = Setting.secret(typed.key(), value);
      secretAbove = secret ? typed.key() : "";
      holdsKey |= secret && typed.value().equals(value) && isKey(value);
      if (typed.holdsUnbraced()) {
        warnings.add(finding(number, typed.key(), "holds a $NAME, which is not replaced in this form",
            "write ${NAME} for the value of a variable; in single quotes the text stays as it is"));
      }
      return new RawSettings.Entry(typed.key(), new Secret(value.strip()), number);
    } catch (EnvLine.Malformed e) {
      secretAbove = Setting.secret(e.key(), "@") ? e.key() : "";
      faults.add(!above.isEmpty() && !EnvName.canBeShown(e.key()) ? restOf(above, number) : finding(number, e.key(), Objects.requireNonNull(e.getMessage()), e.hint()));
    } catch (DotenvException e) {
      faults.add(!above.isEmpty() ? restOf(above, number) : finding(
          number, "", "is not a KEY=value line", "write KEY=value, with the value in double quotes if it holds special characters"));
    }
    return null;
  }

  private static boolean isKey(String value) {
    return FromClient.of(value.strip()).isEmpty() && SettingsReader.parts(value).stream().anyMatch(part -> !Placeholder.standsForNone(part));
  }

  /// A key is long, and an editor or a mail may break it; its second half can look like a line of its own.
  private Finding restOf(String key, int number) {
    return finding(number, "", "looks like the rest of " + key + " in the line above", "put the whole value on one line");
  }

  private void checkPermissions() {
    try {
      var open = EnumSet.copyOf(Files.getPosixFilePermissions(path));
      open.retainAll(
          EnumSet.of(
              PosixFilePermission.GROUP_READ,
              PosixFilePermission.GROUP_WRITE,
              PosixFilePermission.OTHERS_READ,
              PosixFilePermission.OTHERS_WRITE));
      if (holdsKey && !open.isEmpty()) {
        warnings.add(finding(0, "", "holds a key and is open to other users", "chmod 600 " + path));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // A file system without modes has nothing to warn of.
    }
  }

  private Finding finding(int line, String key, String problem, String hint) {
    return new Finding(path.toString(), line, EnvName.shown(key), problem, hint);
  }

  private static EnvFaults nothing(String file, String problem, String hint) {
    return new EnvFaults(List.of(new Finding(file, 0, "", problem, hint)), List.of());
  }
}
