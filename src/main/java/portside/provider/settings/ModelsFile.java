package portside.provider.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import portside.catalog.OwnModels;
import portside.catalog.OwnModelsFaults;
import portside.provider.Dialects;

/// Reads `models.json` beside the env file: what the user knows of models that the program does not, or knows better, in the form of [OwnModels].
final class ModelsFile {
  static final String NAME = "models.json";
  private static final long MAX_BYTES = 1 << 20;
  private static final int LONGEST_MEMBER = 120;

  private final SettingsReader settings;
  private final Path path;

  private ModelsFile(SettingsReader settings, Path path) {
    this.settings = settings;
    this.path = path;
  }

  /// Where it stands, if there is one.
  static Path beside(Path envFile) {
    return envFile.resolveSibling(NAME);
  }

  /// The rows of a provider with what the file says of its models; the same without a file, or when something is wrong with it.
  static Dialects apply(SettingsReader settings, Dialects dialects) {
    var path = settings.file().map(ModelsFile::beside).filter(Files::exists);
    return path.isEmpty() ? dialects : dialects.knowing(new ModelsFile(settings, path.get()).read(), path.get().toString());
  }

  private OwnModels read() {
    try {
      if (Files.size(path) > MAX_BYTES) {
        return fault(0, "", "is larger than 1 MiB", "a file of models holds a few lines for each");
      }
      return OwnModels.read(Files.readString(path));
    } catch (OwnModelsFaults faults) {
      faults.faults().forEach(fault -> fault(fault.line(), shown(fault.member()), fault.problem(), fault.hint()));
      return OwnModels.NONE;
    } catch (CharacterCodingException e) {
      return fault(0, "", "is not UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      return fault(0, "", "cannot be read (" + e.getClass().getSimpleName() + ")", "check its owner and mode: ls -l " + path);
    }
  }

  private OwnModels fault(int line, String member, String problem, String hint) {
    settings.fault(new Finding(path.toString(), line, member, problem, hint));
    return OwnModels.NONE;
  }

  /// Control characters would drive the terminal of the person.
  private static String shown(String member) {
    var text = member.replaceAll("\\p{Cntrl}", "?");
    return text.length() > LONGEST_MEMBER ? text.substring(0, LONGEST_MEMBER) + "…" : text;
  }
}
