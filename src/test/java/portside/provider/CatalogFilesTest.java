package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import portside.catalog.Catalog;
import portside.catalog.ModelFacts;
import portside.provider.dialect.Column;

/// The catalog files of the jar and the rows that take their facts from them.
class CatalogFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/portside/catalog");
  private static final String DATE = "20[0-9]{2}-[01][0-9](-[0-3][0-9])?";

  static List<String> providers() throws Exception {
    try (var files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString().replace(".txt", "")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void everyFactIsStatedByTheRowOfItsName(String provider) {
    var rows = KnownProvider.named(provider).orElseThrow().rows();
    Catalog.of(provider).rows().forEach((name, facts) -> {
      var row = rows.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow(() -> new AssertionError("no row " + name));
      var output = facts.maxOutput() == 0 ? 0 : row.get(Column.MAX_OUTPUT);
      assertEquals(facts, new ModelFacts(facts.contextWindow() == 0 ? 0 : row.get(Column.CONTEXT_WINDOW), output), name);
    });
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theDefaultsAreTheModelsOfThatProvider(String provider) {
    var defaults = Catalog.of(provider).defaults();
    assertEquals(Optional.of(new Provider.Models(defaults.get(0), defaults.get(1), defaults.get(2))), KnownProvider.named(provider).orElseThrow().defaults());
  }

  /// Each line by its form, so that nothing is read past.
  @ParameterizedTest
  @MethodSource("providers")
  void everyLineHasItsForm(String provider) throws Exception {
    var lines = Files.readAllLines(FOLDER.resolve(provider + ".txt"));
    assertTrue(lines.get(0).matches("read +" + DATE + "  \\S.*\\S"), lines.get(0));
    assertTrue(lines.get(1).matches("default +\\S+ \\S+ \\S+"), lines.get(1));
    for (var line : lines.subList(2, lines.size())) {
      assertTrue(line.matches("[a-z][-a-z0-9.]+ +([1-9][0-9]*|-) +([1-9][0-9]*|-)(  " + DATE + "  \\S.*\\S)?"), line);
    }
    assertEquals(lines.size() - 2, Catalog.of(provider).rows().size());
  }

  @Test
  void whatIsNotThereIsABug() {
    assertThrows(IllegalStateException.class, () -> Catalog.of("nobody"));
    assertThrows(IllegalArgumentException.class, () -> Catalog.of("kimi").facts("nobody"));
  }
}
