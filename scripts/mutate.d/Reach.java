import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which test classes enter which methods, measured by running each of them once. What was measured is kept beside the digest of the test class and
/// measured again when the test changes, or had failed. A change of the product leaves it as it is: methods keep their names.
final class Reach {
  /// A test class that takes longer runs after all others.
  private static final long SLOW = 12_000;

  /// @param digest of the test's classes when it was measured
  record Measured(String test, long millis, boolean passed, Set<String> methods) {
    boolean enters(String method) {
      return methods.contains(method);
    }

    boolean entersFile(String file) {
      return methods.stream().anyMatch(method -> method.startsWith(file + "#"));
    }
  }

  private final List<Measured> tests = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  /// Measures what has not been measured yet, then reads it all.
  static Reach measured(Path folder, Java java) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var digests = digests(java.testClasses());
    var missing = new ArrayList<String>();
    for (var test : digests.entrySet()) {
      var mark = folder.resolve(test.getKey() + ".digest");
      if (!passed(folder.resolve(test.getKey())) || !Files.exists(mark) || !Files.readString(mark).equals(test.getValue())) {
        missing.add(test.getKey());
      }
    }
    if (!missing.isEmpty()) {
      System.out.println("measuring which methods " + missing.size() + " test classes enter");
      java.map(folder, missing);
      for (var test : missing) {
        Files.writeString(folder.resolve(test + ".digest"), digests.get(test));
      }
    }
    var reach = new Reach();
    for (var test : digests.keySet()) {
      reach.read(folder, test);
    }
    if (Files.exists(folder.resolve("methods"))) {
      reach.known.addAll(Files.readAllLines(folder.resolve("methods")));
    }
    return reach;
  }

  /// The test classes to run for a breakage: slow ones last, those of its own room first, the quick ones before the others.
  List<Measured> of(Spot spot, Set<String> files) {
    var reaching = new ArrayList<Measured>();
    for (var test : tests) {
      var entered = spot.constant() == null && known.contains(spot.method()) ? test.enters(spot.method()) : files.stream().anyMatch(test::entersFile);
      if (entered && test.passed()) {
        reaching.add(test);
      }
    }
    var room = "portside." + spot.method().replaceAll("^portside/|/[^/]*$", "").replace('/', '.') + ".";
    reaching.sort(Comparator.<Measured, Boolean>comparing(test -> test.millis() > SLOW)
        .thenComparing(test -> !test.test().startsWith(room)).thenComparing(Measured::millis));
    return reaching;
  }

  /// The test classes that fail without any breakage, and so show nothing.
  List<String> failing() {
    return tests.stream().filter(test -> !test.passed() && !test.methods().isEmpty()).map(Measured::test).toList();
  }

  private static boolean passed(Path measured) throws IOException {
    return Files.exists(measured) && Files.readString(measured).split("\\s", 3)[1].equals("passed");
  }

  private void read(Path folder, String test) throws IOException {
    var file = folder.resolve(test);
    if (Files.exists(file)) {
      var lines = Files.readAllLines(file);
      var head = lines.getFirst().split(" ");
      tests.add(new Measured(test, Long.parseLong(head[0]), head[1].equals("passed"), Set.copyOf(lines.subList(1, lines.size()))));
    }
  }

  /// The test classes by name, each with the digest of its own classes.
  private static Map<String, String> digests(Path folder) throws IOException {
    var digests = new TreeMap<String, String>();
    try (var files = Files.walk(folder)) {
      var classes = files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
      for (var file : classes) {
        var name = folder.relativize(file).toString().replace(".class", "");
        if (name.endsWith("Test")) {
          var digest = sha256();
          for (var part : classes) {
            var other = folder.relativize(part).toString();
            if (other.equals(name + ".class") || other.startsWith(name + "$")) {
              digest.update(Files.readAllBytes(part));
            }
          }
          digests.put(name.replace('/', '.'), HexFormat.of().formatHex(digest.digest()));
        }
      }
    }
    return digests;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException(absent);
    }
  }
}
