package portside.provider;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {
  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LocalHost", "localhost.", "127.0.0.1", "127.1", "127.0.1", "127.255.0.9", "127.0.0.1.", "2130706433", "::1",
    "0:0:0:0:0:0:0:1", "0000:0000:0000:0000:0000:0000:0000:0001", "::0001", "::ffff:127.0.0.1", "::FFFF:7f00:1", "::1%lo"})
  void thisMachineAlone(String host) {
    assertTrue(Loopback.names(host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "local", "localhost.example", "notlocalhost", "128.0.0.1", "0.0.0.0", "::", "::2", "::ffff:10.0.0.1", "1127.0.0.1",
    "127.0.0.1.example", "127.0.0.256", "fe80::1", "1"})
  void others(String host) {
    assertFalse(Loopback.names(host));
  }
}
