package portside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How many connections a limit of open files bears.
class OpenFileLimitTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"64, 8", "256, 88", "1024, 424", "1048576, 458728", "unlimited, 2147483647"})
  void halfOfWhatIsLeft(String limit, int connections) throws Exception {
    var limits = Files.writeString(folder.resolve("limits"), """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             96000                96000                processes
        Max open files            %-20s 1048576              files
        """.formatted(limit));
    assertEquals(connections, OpenFileLimit.connections(limits));
  }

  @Test
  void elsewhereThanOnLinuxNoLimitIsKnown() {
    assertEquals(Integer.MAX_VALUE, OpenFileLimit.connections(folder.resolve("none")));
  }
}
