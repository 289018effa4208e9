package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the numbers were measured on, one line.
final class Machine {
  private Machine() {}

  static String line(Place place) throws IOException {
    var megabytes = Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024;
    var parts = new ArrayList<String>();
    parts.add(field("/proc/cpuinfo", "model name"));
    parts.add(Runtime.getRuntime().availableProcessors() + " cores");
    parts.add((megabytes + 512) / 1024 + " GB");
    parts.add("Linux " + System.getProperty("os.version"));
    parts.add("TCP " + Files.readString(Path.of("/proc/sys/net/ipv4/tcp_congestion_control")).strip());
    parts.add("Java " + System.getProperty("java.runtime.version"));
    parts.add(output(place, List.of(place.nginx(), "-v")).replace("nginx version: nginx/", "nginx "));
    if (place.peer().isPresent()) {
      parts.add(place.peer().get().name() + " " + place.peer().get().version());
      parts.add("Node " + output(place, List.of("node", "--version")));
    }
    return String.join(" | ", parts);
  }

  /// The short hash, with a plus when the tree has changes.
  static String commit(Place place) throws IOException {
    var changed = output(place, List.of("git", "status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench/results.txt"));
    return output(place, List.of("git", "rev-parse", "--short", "HEAD")) + (changed.isEmpty() ? "" : "+");
  }

  private static String field(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown " + name);
  }

  private static String output(Place place, List<String> command) throws IOException {
    var process = new ProcessBuilder(command).directory(place.root().toFile()).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
  }
}
