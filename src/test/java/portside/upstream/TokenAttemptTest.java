package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.ScriptedProvider;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.MissingToken;
import portside.provider.Secret;
import portside.provider.TokenOrigin;
import portside.provider.TokenSource;

/// One try whose token and address are those of an account.
@Timeout(60)
class TokenAttemptTest {
  /// An account that is asked at one of several hosts.
  private static final class Account implements TokenSource {
    final List<URI> hosts;
    final List<String> asked = new ArrayList<>();
    int at;
    int tokens = 1;
    boolean another;

    Account(URI... hosts) {
      this.hosts = List.of(hosts);
    }

    @Override
    public Asked ask() {
      return new Asked() {
        @Override
        public Optional<Secret> await() {
          return Optional.of(new Secret("t" + tokens));
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public boolean refused(Secret token, int status) {
      asked.add("refused " + token.reveal() + " " + status);
      tokens++;
      return another;
    }

    @Override
    public Optional<URI> base() {
      return Optional.of(hosts.get(at));
    }

    @Override
    public Optional<URI> misdirected(URI base) {
      asked.add("misdirected " + hosts.indexOf(base));
      at = (at + 1) % hosts.size();
      return Optional.of(hosts.get(at));
    }

    @Override
    public Optional<MissingToken> missing() {
      return Optional.empty();
    }

    @Override
    public List<Secret> given() {
      return List.of();
    }
  }

  private static int status(Account account) {
    var given = Given.provider("http://127.0.0.1:1/v1").build();
    var credential = new Credential.Token(new TokenOrigin.Command(List.of(new Secret("x"))), account, Optional.empty());
    var destination = new Destination("it", given.endpoint(), List.of(credential), Map.of(), given.timeouts(), Optional.empty(), List.of());
    try (var upstream = new HelidonUpstream(destination, "test", Given.TICKER)) {
      var answered = assertInstanceOf(SendResult.Answered.class, upstream.attempt().send("/models", Given.BODY, false)).answer();
      answered.close();
      return answered.status();
    }
  }

  @Test
  void aHostThatDoesNotServeTheAccountIsLeft() throws Exception {
    try (var one = new ScriptedProvider(); var two = new ScriptedProvider()) {
      one.then(line -> line.whole(421, "application/json", "{}"));
      two.then(line -> line.whole(200, "application/json", "{}"));
      var account = new Account(one.url(), two.url());
      assertEquals(200, status(account));
      assertEquals(List.of("misdirected 0"), account.asked);
      assertEquals("Bearer t1", two.take().head().get("authorization"));
      assertEquals("{\"model\":\"m\"}", one.take().text());
    }
  }

  @Test
  void nobodyIsSentRoundForEver() throws Exception {
    try (var one = new ScriptedProvider(); var two = new ScriptedProvider()) {
      one.then(line -> line.whole(421, "application/json", "{}"));
      two.then(line -> line.whole(421, "application/json", "{}"));
      assertEquals(421, status(new Account(one.url(), two.url())));
      assertEquals(4, one.calls() + two.calls());
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 200, 2", "false, 401, 1"})
  void aRefusedTokenIsReplacedOnce(boolean another, int status, int calls) throws Exception {
    try (var one = new ScriptedProvider()) {
      one.then(line -> line.whole(401, "application/json", "{}")).then(line -> line.whole(200, "application/json", "{}"));
      var account = new Account(one.url());
      account.another = another;
      assertEquals(status, status(account));
      assertEquals(calls, one.calls());
    }
    try (var one = new ScriptedProvider()) {
      one.then(line -> line.whole(403, "application/json", "{}"));
      var account = new Account(one.url());
      account.another = true;
      assertEquals(403, status(account));
      assertEquals(2, one.calls());
      assertEquals(List.of("refused t1 403"), account.asked);
    }
  }
}
