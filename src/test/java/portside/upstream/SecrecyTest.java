package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import portside.provider.Secret;

/// The key is in its header and nowhere else.
class SecrecyTest {
  private static final String OWN = "geheim-0815";

  @Test
  void noLogLevelBringsItOut() throws Exception {
    var lines = new ArrayList<String>();
    var listening =
        new Handler() {
          @Override
          public synchronized void publish(LogRecord line) {
            lines.add(line.getLoggerName() + " " + new SimpleFormatter().format(line));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    listening.setLevel(Level.ALL);
    var helidon = Logger.getLogger("io.helidon");
    var before = helidon.getLevel();
    helidon.setLevel(Level.ALL);
    helidon.addHandler(listening);
    try (var server = new RawServer((client, number) -> {
          client.request();
          client.say("HTTP/1.1 200 OK\nset-cookie: " + OWN + "\ncontent-length: 5\n\nhello");
        });
        var upstream = given(server.url()).open()) {
      helidon.finest("the handler works");
      assertEquals("hello", Given.text(Given.answer(upstream)));
      assertEquals(1, server.heads.stream().filter(head -> head.contains(Given.KEY) && head.contains(OWN)).count());
    } finally {
      helidon.removeHandler(listening);
      helidon.setLevel(before);
    }
    assertEquals(1, lines.stream().filter(line -> line.contains("the handler works")).count());
    assertEquals(List.of(), lines.stream().filter(line -> line.contains(Given.KEY) || line.contains(OWN)).toList());
  }

  @Test
  void noObjectOfOursShowsIt() throws Exception {
    try (var server = new RawServer((client, number) -> client.request());
        var upstream = given(server.url()).through("proxy.test", 3128, "me:" + OWN).open()) {
      var attempt = upstream.attempt();
      var outcome = attempt.send("/x", Given.BODY, true);
      var shown = List.of(outcome, attempt, upstream, upstream.headers(), upstream.endpoint(), upstream.dialer(), upstream.diagnosis()).toString();
      assertFalse(shown.contains(Given.KEY) || shown.contains(OWN), shown);
    }
  }

  private static Given given(String url) {
    return Given.provider(url).headers(Map.of("X-Api-Key", new Secret(OWN)));
  }
}
