package portside.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Machines made of folders: only the `release` file and an executable `bin/java` tell a Java.
class JdksTest {
  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({"1.8.0_402, 8", "17.0.15, 17", "25, 25", "25.0.3, 25", "25-ea, 25", "26.0.1+4, 26", "'', 0", "next, 0"})
  void theFeatureVersionIsTheFirstNumberThatCounts(String version, int feature) {
    assertEquals(feature, Jdks.feature(version));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "usr/lib/jvm/temurin-25-jdk-amd64", "usr/java/jdk-25", "opt/jdk-25.0.1", "opt/java/25",
    "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
    "opt/homebrew/opt/openjdk/libexec/openjdk.jdk/Contents/Home", "home/linuxbrew/.linuxbrew/opt/openjdk@25/libexec",
    "home/me/.sdkman/candidates/java/25.0.3-tem", "home/me/.asdf/installs/java/temurin-25.0.3+9", "home/me/.jenv/versions/25",
    "home/me/.jdks/temurin-25", "home/me/.gradle/jdks/eclipse/jdk-25", "usr/local/jdk-25", "home/me/Library/Java/JavaVirtualMachines/openjdk-25/Contents/Home"
  })
  void theUsualFoldersAreSearched(String folder) throws IOException {
    java("usr/lib/jvm/java-17", "17.0.15");
    assertEquals(java(folder, "25.0.3"), find(Map.of()));
  }

  @Test
  void managersMayHaveTheirFolderElsewhere() throws IOException {
    var expected = java("data/sdkman/candidates/java/25.0.3-tem", "25.0.3");
    assertEquals(expected, find(Map.of("SDKMAN_DIR", root.resolve("data/sdkman").toString())));
  }

  @Test
  void ofSeveralTheOldestThatWillDoAndOfItTheNewestUpdate() throws IOException {
    java("usr/lib/jvm/jdk-26", "26");
    java("usr/lib/jvm/jdk-25.0.2", "25.0.2");
    var expected = java("usr/lib/jvm/jdk-25.0.3", "25.0.3");
    java("home/me/.jdks/jdk-27", "27");
    assertEquals(expected, find(Map.of()));
  }

  @Test
  void variablesComeFirstInTheirOrderAndATooOldOneIsPassedOver() throws IOException {
    java("usr/lib/jvm/jdk-25", "25");
    var own = java("a", "26");
    var java25 = java("b", "25.0.1");
    var javaHome = java("c", "27");
    var old = java("d", "21");
    var all = Map.of("PORTSIDE_JAVA", root.resolve("a").toString(), "JAVA25_HOME", root.resolve("b").toString(), "JAVA_HOME", root.resolve("c").toString());
    assertEquals(own, find(all));
    assertEquals(own, find(Map.of("PORTSIDE_JAVA", own.toString())));
    assertEquals(java25, find(Map.of("JAVA25_HOME", root.resolve("b").toString(), "JAVA_HOME", root.resolve("c").toString())));
    assertEquals(javaHome, find(Map.of("PORTSIDE_JAVA", " ", "JAVA25_HOME", old.toString(), "JAVA_HOME", root.resolve("c").toString())));
  }

  @Test
  void theJavaAskedForIsTheOnlyOneLookedAt() throws IOException {
    java("usr/lib/jvm/jdk-25", "25");
    var old = java("old", "21");
    assertNull(find(Map.of("PORTSIDE_JAVA", old.toString(), "JAVA_HOME", root.resolve("usr/lib/jvm/jdk-25").toString())));
    var mac = java("mac.jdk/Contents/Home", "25");
    assertEquals(mac, find(Map.of("PORTSIDE_JAVA", root.resolve("mac.jdk").toString())));
  }

  @Test
  void theJavaAskedForMayBeALink() throws IOException {
    var expected = java("somewhere/jdk", "25");
    Files.createDirectories(root.resolve("bin"));
    Files.createSymbolicLink(root.resolve("bin/java"), expected);
    assertEquals(expected, find(Map.of("PORTSIDE_JAVA", root.resolve("bin/java").toString())));
  }

  @Test
  void aJavaOnThePathIsFollowedHome() throws IOException {
    var expected = java("somewhere/jdk", "25");
    Files.createDirectories(root.resolve("usr/bin"));
    Files.createSymbolicLink(root.resolve("usr/bin/java"), expected);
    assertEquals(expected, find(Map.of("PATH", "/nowhere:" + root.resolve("usr/bin"))));
  }

  @Test
  void whatIsNoJavaIsNotFound() throws IOException {
    java("usr/lib/jvm/java-17", "17.0.15");
    Files.createDirectories(root.resolve("usr/lib/jvm/empty"));
    var gone = java("usr/lib/jvm/jdk-25", "25");
    Files.delete(gone);
    var versionless = java("opt/jdk", "25");
    Files.writeString(versionless.getParent().resolveSibling("release"), "IMPLEMENTOR=\"Somebody\"\n");
    assertNull(find(Map.of("JAVA_HOME", "/nowhere", "PATH", "")));
  }

  private Path find(Map<String, String> environment) {
    return new Jdks(environment, root.resolve("home/me"), root).find(25).orElse(null);
  }

  private Path java(String folder, String version) throws IOException {
    var program = root.toRealPath().resolve(folder).resolve("bin/java");
    Files.createDirectories(program.getParent());
    Files.createFile(program, PosixFilePermissions.asFileAttribute(Set.of(
        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE)));
    Files.writeString(program.getParent().resolveSibling("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
    return program;
  }
}
