package portside.console.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import portside.console.edit.EnvFileEdit;
import portside.console.edit.FileReplacement;
import portside.console.edit.JsonEdit;
import portside.console.models.ModelCheck.Checked;
import portside.console.models.ModelCheck.OtherWindow;
import portside.provider.dialect.Column;
import portside.provider.dialect.DialectRule;
import portside.wire.Json;

/// Keeps the windows that a provider lists: one for all models of an env file as `DIALECT_CONTEXT_WINDOW` there, several in `models.json` beside it.
public final class WindowWriter {
  private static final String SETTING = Column.CONTEXT_WINDOW.setting();
  private static final String WINDOW = "context_window";
  private static final String MODELS = "models.json";

  private final LocalDate today;

  /// @param today stands beside what is written
  public WindowWriter(LocalDate today) {
    this.today = today;
  }

  /// Writes what differs.
  ///
  /// @return what was written, one line each, for people; none when nothing differs
  /// @throws IOException when a file cannot be written; it is as it was then
  /// @throws Json.Malformed when `models.json` holds something else than objects where a window belongs
  public List<String> write(Checked checked) throws IOException, Json.Malformed {
    var windows = new LinkedHashMap<String, Long>();
    checked.models().forEach(model -> {
      if (model.outcome() instanceof OtherWindow(var window)) {
        windows.put(model.name(), window);
      }
    });
    var file = Path.of(checked.provider().source());
    if (windows.isEmpty() || !Files.isRegularFile(file)) {
      return List.of();
    }
    var alike = windows.size() == checked.models().size() && windows.values().stream().distinct().count() == 1;
    var text = Files.readString(file);
    var set = text.lines().anyMatch(line -> line.strip().replaceFirst("^export\\s+", "").startsWith(SETTING));
    if (alike) {
      long window = windows.firstEntry().getValue();
      FileReplacement.write(file, EnvFileEdit.set(text, SETTING, Long.toString(window), source(checked) + ", " + today));
      return List.of(file + ": " + SETTING + "=" + window);
    }
    return set ? List.of(file + ": nothing written; " + SETTING + " stands there for all its models, and they differ: remove it first")
        : inModelsFile(file.resolveSibling(MODELS), windows, source(checked));
  }

  private List<String> inModelsFile(Path models, SequencedMap<String, Long> windows, String source) throws IOException, Json.Malformed {
    var edit = new JsonEdit(Files.exists(models) ? Files.readString(models) : "{}\n");
    var lines = new ArrayList<String>();
    for (var window : windows.entrySet()) {
      var model = window.getKey();
      var above = Json.object(edit.text()).keySet().stream().filter(glob -> DialectRule.matches(glob.toLowerCase(Locale.ROOT), model.toLowerCase(Locale.ROOT))).findFirst();
      if (above.isPresent() && !above.get().equals(model)) {
        lines.add(models + ": nothing written for " + model + ": " + above.get() + " above it says " + edit.value(List.of(above.get(), WINDOW)).orElse("nothing"));
      } else {
        edit = edit.set(List.of(model, WINDOW), window.getValue().toString())
            .set(List.of(model, "date"), Json.text(Json.quoted(today.toString()))).set(List.of(model, "source"), Json.text(Json.quoted(source)));
        lines.add(models + ": " + model + " " + window.getValue());
      }
    }
    FileReplacement.write(models, edit.text());
    return lines;
  }

  private static String source(Checked checked) {
    return "listed by " + checked.provider().endpoint().hostHeader();
  }
}
