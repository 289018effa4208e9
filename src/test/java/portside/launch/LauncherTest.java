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

  @Test
  void aWrongPortsideJavaIsToldAndNoOtherIsTaken(@TempDir Path emptyMachine) throws Exception {
    var terminal = new ByteArrayOutputStream();
    var jdks = new Jdks(Map.of("PORTSIDE_JAVA", "/no/such/folder", "JAVA_HOME", System.getProperty("java.home")), emptyMachine, emptyMachine);
    assertEquals(78, Launcher.runElsewhere(jdks, new String[0], new PrintStream(terminal)));
    assertEquals(
        List.of(
            "error: PORTSIDE_JAVA=/no/such/folder is no Java 25 or newer",
            "hint: name the folder of a JDK 25, or unset it to have one looked for"),
        terminal.toString().lines().toList());
  }

  @Test
  void theHomeOfThePersonIsWhatTheShellCallsSo() {
    assertEquals(Path.of("/home/of/shell"), Launcher.home("/home/of/shell"));
    var known = Path.of(System.getProperty("user.home"));
    assertEquals(List.of(known, known), List.of(Launcher.home(null), Launcher.home("")));
  }
}
