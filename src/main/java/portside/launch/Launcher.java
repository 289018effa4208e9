package portside.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Starts the proxy for `java -jar proxy.jar`, on any Java from 8 on. Under Java 25 or newer the proxy runs right here; under an older one it runs in
/// a child on a newer Java of this machine, and this process lends it its terminal, its signals and its exit code.
///
/// This package is compiled for Java 8 and knows the rest of the program only by name.
///
/// Exit codes: the proxy's own, or 78 when there is no Java that could run it.
public final class Launcher {
  static final int OLDEST_JAVA = 25;
  static final int NO_JAVA = 78;
  private static final String PROGRAM = "portside.Main";

  private Launcher() {}

  /// Runs the proxy; the arguments are the proxy's.
  public static void main(String[] args) throws Exception {
    if (Jdks.feature(System.getProperty("java.specification.version")) >= OLDEST_JAVA) {
      runHere(args);
    } else {
      Jdks jdks = new Jdks(System.getenv(), home(System.getenv("HOME")), Paths.get("/"));
      System.exit(runElsewhere(jdks, args, System.err));
    }
  }

  private static void runHere(String[] args) throws Exception {
    try {
      Class.forName(PROGRAM).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception) {
        throw (Exception) e.getCause();
      }
      throw (Error) e.getCause();
    }
  }

  static int runElsewhere(Jdks jdks, String[] args, PrintStream terminal) throws IOException, InterruptedException {
    Optional<Path> java = jdks.find(OLDEST_JAVA);
    if (!java.isPresent() && jdks.wanted().isPresent()) {
      terminal.println("error: PORTSIDE_JAVA=" + jdks.wanted().get() + " is no Java " + OLDEST_JAVA + " or newer");
      terminal.println("hint: name the folder of a JDK " + OLDEST_JAVA + ", or unset it to have one looked for");
      return NO_JAVA;
    }
    if (!java.isPresent()) {
      terminal.println("error: Java " + OLDEST_JAVA + " or newer is needed; this is Java " + System.getProperty("java.version")
          + ", and no newer one was found");
      terminal.println("hint: install a JDK " + OLDEST_JAVA + " from https://adoptium.net, or set PORTSIDE_JAVA to the folder of one");
      return NO_JAVA;
    }
    return ForwardedProcess.run(command(java.get(), LaunchFiles.ofThisProgram(), CurrentProcess.read(), args));
  }

  /// The person's home as scripts/find-jdk sees it: what `HOME` says goes before what the system knows of the user.
  static Path home(String home) {
    return Paths.get(home == null || home.isEmpty() ? System.getProperty("user.home") : home);
  }

  private static List<String> command(Path java, LaunchFiles files, CurrentProcess self, String[] args) throws IOException {
    List<String> command = new ArrayList<String>();
    command.add(java.toString());
    command.addAll(files.jvmOptions());
    command.addAll(self.jvmOptions()); // after ours, so that the person's win
    command.add("-Dportside.parent=" + self.pid());
    command.add("-jar");
    command.add(files.jar().toString());
    command.addAll(Arrays.asList(args));
    return command;
  }
}
