package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.SignedInCopilot.EXCHANGE;
import static portside.SignedInCopilot.ask;

import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Fifty requests whose token GitHub Copilot refuses, all at once.
@Timeout(60)
class CopilotStormTest {
  private static final int REQUESTS = 50;

  @TempDir Path folder;
  private SignedInCopilot signedIn;
  private RunningProxy proxy;

  @BeforeEach
  void start() throws Exception {
    signedIn = new SignedInCopilot(folder);
    proxy = signedIn.before();
    assertEquals(200, proxy.post("/v1/messages", ask("sonnet")).statusCode());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    signedIn.close();
  }

  /// How many of them end so; one that had to wait is a stream already when it fails.
  private long answersWith(String words) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> one = () -> proxy.post("/v1/messages", ask("sonnet")).body();
      return threads.invokeAll(Collections.nCopies(REQUESTS, one), 40, TimeUnit.SECONDS).stream().map(Future::resultNow).filter(body -> body.contains(words)).count();
    }
  }

  private long exchanges() {
    return signedIn.given.asked.stream().filter(("GET " + EXCHANGE)::equals).count();
  }

  @Test
  void aTokenThatIsRefusedToAllIsExchangedOnce() throws Exception {
    signedIn.given.anew(EXCHANGE).on(EXCHANGE, "{\"token\":\"geheim-second\",\"refresh_in\":1500}");
    signedIn.copilot.refuses("geheim-copilot");
    assertEquals(REQUESTS, answersWith("well"));
    assertEquals(2, exchanges());
  }

  @Test
  void anAccountThatIsRefusedWithEveryTokenIsExchangedOnceAndNoMore() throws Exception {
    signedIn.copilot.refuses("geheim-copilot"); // the exchange gives the same one again
    assertEquals(REQUESTS, answersWith("authentication_error"));
    assertEquals(2, exchanges());
  }
}
