package portside.ledger;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/// What Prometheus' client libraries tell of their process ("Writing client libraries", Process metrics). What the system does not tell is absent.
final class ProcessMetrics {
  /// Of Linux (proc(5)).
  private static final Path STATUS = Path.of("/proc/self/status");

  private static final String RESIDENT = "VmRSS:";
  private static final int KILO = 1024;

  private ProcessMetrics() {}

  static void register(PrometheusRegistry registry) {
    var process = ProcessHandle.current().info();
    process.startInstant().ifPresent(start -> GaugeWithCallback.builder().name("process_start_time_seconds").help("When the process began, since 1970")
        .callback(call -> call.call(start.toEpochMilli() / 1000.0)).register(registry));
    if (process.totalCpuDuration().isPresent()) {
      CounterWithCallback.builder().name("process_cpu_seconds").help("Time that processors spent on the process")
          .callback(call -> ProcessHandle.current().info().totalCpuDuration()
              .ifPresent(time -> call.call((double) time.toNanos() / Duration.ofSeconds(1).toNanos())))
          .register(registry);
    }
    if (resident().isPresent()) {
      GaugeWithCallback.builder().name("process_resident_memory_bytes").help("Memory of the process that is in RAM")
          .callback(call -> resident().ifPresent(call::call)).register(registry);
    }
  }

  private static OptionalLong resident() {
    try (var lines = Files.lines(STATUS)) {
      return lines.filter(line -> line.startsWith(RESIDENT)).mapToLong(ProcessMetrics::bytes).findFirst();
    } catch (IOException | RuntimeException absent) {
      return OptionalLong.empty();
    }
  }

  private static long bytes(String line) {
    return Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip()) * KILO;
  }
}
