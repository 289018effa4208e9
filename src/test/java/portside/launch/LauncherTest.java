package portside.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  @Test
  void withoutAnyNewJavaTwoLinesSayWhatToDo(@TempDir Path emptyMachine) throws Exception {
    var terminal = new ByteArrayOutputStream();
    var code = Launcher.runElsewhere(new Jdks(Map.of(), emptyMachine, emptyMachine), new String[0], new PrintStream(terminal));
    assertEquals(78, code);
    assertEquals(
        List.of(
            "error: Java 25 or newer is needed; this is Java " + System.getProperty("java.version") + ", and no newer one was found",
            "hint: install a JDK 25 from https://adoptium.net, or set PORTSIDE_JAVA to the folder of one"),
        terminal.toString().lines().toList());
  }
}
