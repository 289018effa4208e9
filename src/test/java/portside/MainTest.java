package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.settings.Settings;
import portside.server.CannotListen;

/// What a person reads at the start.
class MainTest {
  /// A disk without room (Linux, full(4)).
  private static final Path FULL = Path.of("/dev/full");

  @TempDir private Path folder;

  private Settings.Loaded loaded(String baseUrl, String host, int port) throws Exception {
    var file = Files.writeString(folder.resolve(".env-here"), "OPENAI_BASE_URL=" + baseUrl + "\nOPENAI_API_KEY=key\nBIG_MODEL=a\nMIDDLE_MODEL=b\nSMALL_MODEL=c\n"
        + "ANTHROPIC_API_KEY=a-client-key-of-some-length\nHOST=" + host + "\nPORT=" + port + "\n");
    return Settings.load(Optional.of(file.toString()), Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:8090",
    "localhost, http://localhost:8090",
    "::1, http://[::1]:8090",
    "0:0:0:0:0:0:0:1, http://[0:0:0:0:0:0:0:1]:8090",
    "192.0.2.7, http://192.0.2.7:8090",
    "0.0.0.0, http://127.0.0.1:8090 and every other address of this machine",
    "::, http://[::1]:8090 and every other address of this machine",
  })
  void theAddressCanBePasted(String host, String url) throws Exception {
    var loaded = loaded("http://provider.example/v1", host, 0);
    assertEquals("here listens on " + url + ", asks http://provider.example/v1, opus=a sonnet=b haiku=c",
        Main.greeting(loaded.instance(), loaded.chain(), 8090));
  }

  @Test
  void theBannerTellsWhatRuns() throws Exception {
    var loaded = loaded("http://provider.example/v1", "127.0.0.1", 0);
    var digest = loaded.provider().destination().credentials().getFirst().digest().substring(0, 6);
    assertTrue(digest.matches("[0-9a-f]{6}"), digest);
    assertEquals("here is portside 1.2, key of here " + digest + ", ledger data/ledger for 90 days, dashboard http://127.0.0.1:8090/dashboard",
        Banner.of(loaded, 8090, "1.2"));
    Files.writeString(folder.resolve(".env-demo"), "OPENAI_BASE_URL=demo:\nLOG_REQUESTS=errors\nLEDGER=on\nBUDGET_DAY=5 USD\nBUDGET_MONTH=20M tokens\nBUDGET_ACTION=stop\n");
    assertEquals("demo is portside 1.2, no key of demo, ledger data/ledger for 90 days, budget 5 USD a day and 20000000 tokens a month, then no more, requests that fail with their texts in logs/requests, dashboard http://127.0.0.1:1/dashboard",
        Banner.of(Settings.load(Optional.of(folder.resolve(".env-demo").toString()), Map.of()), 1, "1.2"));
  }

  @Test
  void aChainNamesItsMembers() throws Exception {
    for (var name : List.of("a", "b")) {
      Files.writeString(folder.resolve(".env-" + name), "OPENAI_BASE_URL=http://%1$s.example/v1\nBIG_MODEL=%1$s-big\nSMALL_MODEL=%1$s-small\n".formatted(name));
    }
    var chain = Files.writeString(folder.resolve(".env-chain"), "CHAIN=a,b\nCHAIN_MIDDLE=b:m\nCHAIN_SMALL=b:passthrough\n");
    var loaded = Settings.load(Optional.of(chain.toString()), Map.of());
    assertEquals("chain listens on http://127.0.0.1:8079, asks a, b, opus=a-big of a sonnet=m of b haiku=as asked of b",
        Main.greeting(loaded.instance(), loaded.chain(), 8079));
  }

  @ParameterizedTest
  @CsvSource({"http://127.0.0.1:1/v1", "demo:"})
  void aPortThatIsHeldIsTwoLines(String baseUrl) throws Exception {
    try (var held = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var loaded = loaded(baseUrl, "127.0.0.1", held.getLocalPort());
      var wrong = assertThrows(CannotListen.class, () -> start(loaded));
      assertEquals("portside: cannot listen on 127.0.0.1:" + held.getLocalPort() + ": another process holds the port\n  hint: set another PORT in "
          + loaded.instance().source() + ", or pass --port", Main.cannotListen(wrong, loaded.instance()));
    }
  }

  @Test
  void soIsAnAddressThatIsNotOurs() throws Exception {
    var loaded = loaded("demo:", "2001:db8::7", 20_081); // for documentation, nobody's
    var wrong = assertThrows(CannotListen.class, () -> start(loaded));
    var words = Main.cannotListen(wrong, loaded.instance());
    assertTrue(words.startsWith("portside: cannot listen on [2001:db8::7]:20081: this machine has no such address\n  hint: set HOST in "), words);
  }

  private static void start(Settings.Loaded loaded) throws CannotListen {
    Instance.start(loaded, () -> loaded, "test", Instance.Timing.USUAL, Storage.NOTHING);
  }

  @ParameterizedTest
  @CsvSource({"--version, portside development", "--help, Portside lets Claude Code talk to providers"})
  void whatIsOnlyTold(String flag, String begin) throws Exception {
    var process = OwnProcess.typed(folder, ProcessBuilder.Redirect.PIPE, flag);
    var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertTrue(told.startsWith(begin), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "--env .env-demo --check", "help", "providers", "usage --csv", "usage --json"})
  @EnabledIf("aFullDiskCanBeHad")
  void anAnswerThatCannotBeWrittenIsAFailure(String line) throws Exception {
    Files.writeString(folder.resolve(".env-demo"), "OPENAI_BASE_URL=demo:\n");
    var process = OwnProcess.typed(folder, ProcessBuilder.Redirect.to(FULL.toFile()), line.split(" "));
    var told = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), told);
    assertTrue(told.contains("portside: the result could not be written: No space left on device\n  hint: "), told);
  }

  static boolean aFullDiskCanBeHad() {
    return Files.exists(FULL);
  }

  @Test
  void aReaderThatHasSeenEnoughIsNone() throws Exception {
    var process = OwnProcess.typed(folder, ProcessBuilder.Redirect.PIPE, "help");
    process.getInputStream().close();
    var told = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), told);
    assertEquals("", told);
  }
}
