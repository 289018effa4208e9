package bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where things are on this machine; `bench/run` finds them and hands them over as system properties.
///
/// @param root of the repository
/// @param work for everything made along the way
/// @param java a JDK 25's `java`
/// @param nginx its program
/// @param oldJava the `java` of a JDK 17, when there is one
/// @param withProxy whether there is a jar to measure
/// @param peer what else to measure
/// @param browser Chromium and the library that drives it, when the dashboard can be looked at
record Place(Path root, Path work, String java, String nginx, Optional<String> oldJava, boolean withProxy, Optional<Peer> peer, Optional<Browser> browser) {
  /// @param chromium its program
  /// @param playwright the folder playwright-core is installed in
  record Browser(String chromium, String playwright) {}

  static Place fromProperties() {
    return new Place(
        Path.of(System.getProperty("bench.root")),
        Path.of(System.getProperty("bench.work")),
        System.getProperty("bench.java"),
        System.getProperty("bench.nginx"),
        given("bench.java17"),
        Boolean.getBoolean("bench.proxy"),
        given("bench.peer").map(Peer::named),
        given("bench.chromium").flatMap(chromium -> given("bench.playwright").map(playwright -> new Browser(chromium, playwright))));
  }

  /// Where the proxies of a run keep their journal and what they learn.
  Path data() {
    return work.resolve("data");
  }

  /// What the supervisor's launch passes to a Java 25: the options file, when the build made one.
  Optional<String> options() {
    return Optional.of("proxy.options").filter(file -> Files.exists(root.resolve(file))).map(file -> "@" + file);
  }

  private static Optional<String> given(String property) {
    return Optional.of(System.getProperty(property, "")).filter(value -> !value.isEmpty());
  }
}
