package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// CPU time and memory of a process and all its descendants, as the kernel counts them in `/proc`.
record ProcessGauge(ProcessHandle process) {
  private static final int MILLIS_PER_TICK = 10;

  /// User and system time so far, in milliseconds, to the kernel's tick of ten.
  long cpuMillis() {
    return tree().mapToLong(each -> ticks(each, 2)).sum() * MILLIS_PER_TICK;
  }

  /// The same in ticks, with the time of descendants that have ended.
  long ticksWithEnded() {
    return tree().mapToLong(each -> ticks(each, 4)).sum();
  }

  /// Resident memory in megabytes (1,024 KB each is a MB here).
  double residentMegabytes() {
    return tree().mapToLong(ProcessGauge::residentKilobytes).sum() / 1024.0;
  }

  private Stream<ProcessHandle> tree() {
    return Stream.concat(Stream.of(process), process.descendants());
  }

  /// The first `count` of: user time, system time, and both again of children that have ended.
  private static long ticks(ProcessHandle process, int count) {
    var line = read(process, "stat");
    return Stream.of(line.substring(line.lastIndexOf(')') + 2).split(" ")).skip(11).limit(count).mapToLong(Long::parseLong).sum();
  }

  private static long residentKilobytes(ProcessHandle process) {
    return read(process, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  /// Empty fields when the process is gone.
  private static String read(ProcessHandle process, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
    } catch (IOException e) {
      return ") ";
    }
  }
}
