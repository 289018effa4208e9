package portside.launch;

import java.nio.file.Paths;

/// Asks the launcher's own search, for a test that compares it with scripts/find-jdk: prints the java it would run, or what it would say.
class FindJava {
  /// @param arguments the root of the file system to search, and the home of the person
  public static void main(String[] arguments) throws Exception {
    var jdks = new Jdks(System.getenv(), Paths.get(arguments[1]), Paths.get(arguments[0]));
    var found = jdks.find(Launcher.OLDEST_JAVA);
    if (found.isPresent()) {
      System.out.println(found.get());
    } else {
      Launcher.runElsewhere(jdks, new String[0], System.err);
    }
  }
}
