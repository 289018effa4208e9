package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tables of complaints, and of what other tools do, name, for each, something that is there: a test, a golden folder, a scenario, a case of the supervisor's tests.
class ComplaintsTest {
  private static final Path TESTS = Path.of("src/test/java");
  private static final Path GOLDEN = Path.of("src/test/golden");
  private static final Path SCENARIOS = Path.of("scripts/e2e");
  private static final Path BATS = Path.of("src/test/bats");
  private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| [^|]+ \\| (?:impossible|handled|not ours)[^|]* \\| ([^|]+) \\|");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  @Test
  void everyRowIsThereOnce() throws IOException {
    var numbers = rows("COMPLAINTS.md").stream().map(List::getFirst).toList();
    assertEquals(IntStream.rangeClosed(1, numbers.size()).mapToObj(Integer::toString).toList(), numbers);
    assertTrue(numbers.size() > 40, "both tables are read");
  }

  @Test
  void everythingNamedExists() throws IOException {
    var sources = sources();
    var scenarios = texts(SCENARIOS, ".sh");
    var bats = texts(BATS, ".bats");
    var compared = rows("COMPARED.md");
    assertFalse(compared.isEmpty());
    for (var row : Stream.concat(rows("COMPLAINTS.md").stream(), compared.stream()).toList()) {
      var names = NAME.matcher(row.getLast()).results().map(found -> found.group(1)).toList();
      assertEquals(List.of(), names.stream().filter(name -> !exists(name, sources, scenarios, bats)).toList(), "row " + row.getFirst());
      assertEquals(names.isEmpty(), row.getLast().equals("not shown"), "row " + row.getFirst());
    }
  }

  /// Number and last column of each row.
  private static List<List<String>> rows(String page) throws IOException {
    return ROW.matcher(Files.readString(Path.of(page))).results().map(row -> List.of(row.group(1), row.group(2))).toList();
  }

  private static boolean exists(String name, Map<String, String> sources, String scenarios, String bats) {
    if (name.startsWith("golden/")) {
      return Files.isDirectory(GOLDEN.resolve(name.substring("golden/".length())));
    }
    if (name.startsWith("e2e ")) {
      return scenarios.contains("\nscenario_" + name.substring("e2e ".length()).replace('-', '_') + "() {");
    }
    if (name.startsWith("bats ")) {
      return bats.contains("@test \"" + name.substring("bats ".length()) + "\" {");
    }
    var parts = name.split("\\.", 2);
    return sources.containsKey(parts[0]) && (parts.length == 1 || sources.get(parts[0]).contains(" void " + parts[1] + "("));
  }

  /// Sources by the name of their class; those that share one are one text.
  private static Map<String, String> sources() throws IOException {
    var sources = new HashMap<String, String>();
    try (var files = Files.walk(TESTS)) {
      for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        sources.merge(file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
      }
    }
    return sources;
  }

  private static String texts(Path folder, String ending) throws IOException {
    var all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(path -> path.toString().endsWith(ending)).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
