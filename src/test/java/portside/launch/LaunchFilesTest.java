package portside.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchFilesTest {
  @TempDir Path folder;

  @Test
  void aJarIsKnownByItsContentNotByItsName() throws IOException {
    var first = jar("a/proxy.jar", "return 1");
    var same = jar("b/proxy.jar", "return 1");
    var other = jar("c/proxy.jar", "return 2");
    assertEquals(Files.size(first.jar()), Files.size(other.jar()), "the length must not be what tells them apart");
    assertEquals(first.cache().getFileName(), same.cache().getFileName());
    assertNotEquals(first.cache().getFileName(), other.cache().getFileName());
  }

  @Test
  void whatBelongsToAJarIsNamedAfterIt() throws IOException {
    var files = jar("my.proxy.jar", "return 1");
    assertEquals(folder.resolve("my.proxy.options"), files.options());
    assertEquals(folder, files.cache().getParent());
    assertTrue(files.cache().getFileName().toString().matches("my\\.proxy-[0-9a-f]{8}\\.aot"), files.cache().toString());
    assertEquals(List.of(), files.caches());
    Files.createFile(folder.resolve("my.proxy-1.aot.part"));
    Files.createFile(folder.resolve("other-1.aot"));
    assertEquals(List.of(folder.resolve("my.proxy-1.aot.part")), files.caches());
  }

  @Test
  void onlyTheCacheOfThisVeryJarIsUsed() throws IOException {
    var files = jar("proxy.jar", "new");
    var standard = LaunchFiles.standardOptions();
    Files.createFile(jar("old/proxy.jar", "old").cache());
    Files.move(jar("old/proxy.jar", "old").cache(), folder.resolve(jar("old/proxy.jar", "old").cache().getFileName()));
    assertEquals(standard, files.jvmOptions());

    Files.createFile(files.cache());
    var withCache = new ArrayList<>(standard);
    withCache.add("-XX:AOTCache=" + files.cache());
    assertEquals(withCache, files.jvmOptions());
    assertEquals(2, files.caches().size());
  }

  @Test
  void theStandardOptionsAreTheLinesThatAreNoComments() throws IOException {
    List<String> options = LaunchFiles.standardOptions();
    assertEquals("-XX:+UseSerialGC", options.getFirst());
    assertEquals(List.of(), options.stream().filter(line -> !line.startsWith("-")).toList());
  }

  private LaunchFiles jar(String path, String content) throws IOException {
    var jar = folder.resolve(path);
    Files.createDirectories(jar.getParent());
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      var entry = new ZipEntry("Program.class");
      entry.setTime(0);
      zip.putNextEntry(entry);
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return new LaunchFiles(jar);
  }
}
