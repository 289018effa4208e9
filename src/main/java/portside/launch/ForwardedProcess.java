package portside.launch;

import java.io.IOException;
import java.util.List;

/// A process that stands in for this one: same terminal, same signals, same exit code.
final class ForwardedProcess {
  private ForwardedProcess() {}

  /// Runs the command to its end and returns its exit code. A signal that ends this process first ends the child, in its own time, and this
  /// process leaves with the child's code. (When this process is killed outright, the child notices by itself: `portside.parent` tells it whom to
  /// watch.)
  static int run(List<String> command) throws IOException, InterruptedException {
    final Process child = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread("pass on the signal") {
      @Override
      public void run() {
        child.destroy();
        Runtime.getRuntime().halt(exitCode(child));
      }
    });
    return child.waitFor();
  }

  private static int exitCode(Process child) {
    while (true) {
      try {
        return child.waitFor();
      } catch (InterruptedException e) {
        // Nobody may hurry the child: it is answering its last clients.
      }
    }
  }
}
