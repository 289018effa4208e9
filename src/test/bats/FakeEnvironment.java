package portside.console;

import java.nio.file.Files;
import java.nio.file.Path;

/// Stands for the class of that name in the supervisor's tests. An env file that holds `FAULTY` has a fault.
class ClaudeEnvironment {
  public static void main(String[] files) throws Exception {
    if (Files.readString(Path.of(files[0])).contains("FAULTY")) {
      System.err.println(files[0] + ": it is faulty");
      System.exit(2);
    }
    System.out.print("ANTHROPIC_BASE_URL=http://localhost:1 of " + files[0] + "\0TWO=one\ntwo\0ANTHROPIC_API_KEY\0");
  }
}
