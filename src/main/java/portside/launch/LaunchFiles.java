package portside.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// A jar and what may lie beside it:
///
/// - `proxy.jar`: the program; alone it works too, only starts slower.
/// - `proxy-<fingerprint>.aot`: the AOT cache made for exactly this jar. A Java 25.0.3 that is given the cache of another jar runs the *old* code
///   without a word (JDK-8377932), so a cache counts only when its name carries the fingerprint of the jar.
/// - `proxy.options`: an argument file, `java @proxy.options -jar proxy.jar`, for those who start Java themselves from the folder of the jar.
final class LaunchFiles {
  private static final int END_RECORD = 22;
  private final Path jar;

  LaunchFiles(Path jar) {
    this.jar = jar.toAbsolutePath().normalize();
  }

  /// The jar this class was loaded from.
  static LaunchFiles ofThisProgram() {
    try {
      return new LaunchFiles(Paths.get(LaunchFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // the class loader wrote it
    }
  }

  Path jar() {
    return jar;
  }

  Path options() {
    return jar.resolveSibling(name() + ".options");
  }

  Path cache() throws IOException {
    return jar.resolveSibling(name() + "-" + fingerprint() + ".aot");
  }

  /// The caches of this jar and of those it replaced.
  List<Path> caches() throws IOException {
    List<Path> caches = new ArrayList<Path>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(jar.getParent(), name() + "-*.aot*")) {
      for (Path cache : found) {
        caches.add(cache);
      }
    }
    return caches;
  }

  /// How Java 25 should run this jar: the options in the jar, and the cache when there is one.
  List<String> jvmOptions() throws IOException {
    List<String> options = standardOptions();
    if (Files.isRegularFile(cache())) {
      options.add(cacheOption(cache()));
    }
    return options;
  }

  static String cacheOption(Path cache) {
    return "-XX:AOTCache=" + cache;
  }

  /// The options of `jvm.options` in the jar, the one place where they are written and explained.
  static List<String> standardOptions() throws IOException {
    List<String> options = new ArrayList<String>();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        LaunchFiles.class.getResourceAsStream("jvm.options"), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          options.add(line);
        }
      }
    }
    return options;
  }

  private String name() {
    return jar.getFileName().toString().replaceFirst("\\.jar$", "");
  }

  /// The CRC-32 of the jar's directory, which holds name, length and CRC-32 of every file in it: it changes when anything does, and costs a
  /// millisecond.
  private String fingerprint() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
      byte[] end = new byte[END_RECORD]; // a zip without a comment, as Maven writes it
      file.seek(file.length() - END_RECORD);
      file.readFully(end);
      ByteBuffer record = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
      byte[] directory = new byte[record.getInt(12)];
      file.seek(record.getInt(16));
      file.readFully(directory);
      CRC32 crc = new CRC32();
      crc.update(directory);
      return String.format("%08x", crc.getValue());
    }
  }
}
