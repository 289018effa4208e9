package portside.provider.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import portside.catalog.PriceTable;

/// What is wrong with `prices.json` beside the env file. An instance reads it long after its start and goes on without the rows that are faulty, so that
/// only those are told of it who ask.
public final class PricesFile {
  private static final String NAME = "prices.json";

  private PricesFile() {}

  /// Its faults; none without such a file.
  public static List<Finding> faults(Settings.Loaded loaded) {
    return loaded.files().stream().findFirst().map(file -> file.resolveSibling(NAME)).filter(Files::exists).map(PricesFile::faults).orElse(List.of());
  }

  private static List<Finding> faults(Path file) {
    try {
      return PriceTable.read(Files.readString(file)).faults().stream()
          .map(fault -> new Finding(file.toString(), fault.line(), fault.member().replaceAll("\\p{Cntrl}", "?"), fault.problem(), fault.hint())).toList();
    } catch (CharacterCodingException e) {
      return List.of(new Finding(file.toString(), 0, "", "is not UTF-8 text", "save it as UTF-8"));
    } catch (IOException e) {
      return List.of(new Finding(file.toString(), 0, "", "cannot be read (" + e.getClass().getSimpleName() + ")", "check its owner and mode: ls -l " + file));
    }
  }
}
