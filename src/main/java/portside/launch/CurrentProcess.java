package portside.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Tells how this process was started. Linux has it in `/proc`; elsewhere the management bean knows, which costs 30 ms more.
final class CurrentProcess {
  private static final Path PROC = Paths.get("/proc/self");
  private final String pid;
  private final List<String> jvmOptions;

  private CurrentProcess(String pid, List<String> commandLine) {
    this.pid = pid;
    this.jvmOptions = new ArrayList<String>();
    for (String word : commandLine) {
      if (word.equals("-jar")) {
        break;
      }
      if (word.startsWith("-D") || word.startsWith("-X")) {
        jvmOptions.add(word);
      }
    }
  }

  static CurrentProcess read() {
    try {
      String commandLine = new String(Files.readAllBytes(PROC.resolve("cmdline")), StandardCharsets.UTF_8);
      return new CurrentProcess(PROC.toRealPath().getFileName().toString(), Arrays.asList(commandLine.split("\0")));
    } catch (IOException e) {
      RuntimeMXBean bean = ManagementFactory.getRuntimeMXBean();
      return new CurrentProcess(bean.getName().split("@")[0], bean.getInputArguments());
    }
  }

  /// The process id.
  String pid() {
    return pid;
  }

  /// The `-D` and `-X` options a person gave to this Java, in order.
  List<String> jvmOptions() {
    return jvmOptions;
  }
}
