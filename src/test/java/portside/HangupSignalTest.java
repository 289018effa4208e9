package portside;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HangupSignalTest {
  @Test
  void eachSignalIsHeard() throws Exception {
    var heard = new Semaphore(0);
    assumeTrue(HangupSignal.start(heard::release), "in a terminal, under nohup and on Windows there is nothing to hear");
    var signal = Class.forName("sun.misc.Signal");
    for (int n = 0; n < 2; n++) {
      signal.getMethod("raise", signal).invoke(null, signal.getConstructor(String.class).newInstance("HUP"));
      assertTrue(heard.tryAcquire(10, TimeUnit.SECONDS));
    }
  }
}
