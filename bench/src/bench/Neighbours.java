package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// How much of the machine others took during a run; numbers from a shared machine are worth no more than this line says.
///
/// @param busy ticks of all processes since the machine started
/// @param stolen ticks the hypervisor gave to other machines
/// @param all ticks there were
/// @param ours ticks of this run's processes, ended ones included
record Neighbours(long busy, long stolen, long all, long ours) {
  static Neighbours now() throws IOException {
    var total = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow().strip().split(" +");
    // cpu user nice system idle iowait irq softirq steal; guest time is part of user time.
    var ticks = Arrays.stream(total).skip(1).limit(8).mapToLong(Long::parseLong).toArray();
    var all = Arrays.stream(ticks).sum();
    var ours = new ProcessGauge(ProcessHandle.current()).ticksWithEnded();
    return new Neighbours(all - ticks[3] - ticks[4] - ticks[7], ticks[7], all, ours);
  }

  /// The shares of others from `start` to this moment.
  String since(Neighbours start) {
    var span = (double) Math.max(1, all - start.all);
    var others = Math.max(0, busy - start.busy - (ours - start.ours)) / span;
    return String.format(
        Locale.ROOT, "Other processes took %.0f %% of the machine, other machines %.0f %%.", others * 100, (stolen - start.stolen) / span * 100);
  }
}
