package portside.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class CurrentProcessTest {
  @Test
  void itsNumberAndItsOptionsAreThoseOfThisJava() {
    var own = CurrentProcess.read();
    assertEquals(Long.toString(ProcessHandle.current().pid()), own.pid());
    var given = ManagementFactory.getRuntimeMXBean().getInputArguments();
    assertEquals(given.stream().filter(word -> word.startsWith("-D") || word.startsWith("-X")).toList(), own.jvmOptions());
  }
}
