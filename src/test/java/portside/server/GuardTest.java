package portside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.Loopback;
import portside.wire.Fault;

/// Who may come in, by address and name.
class GuardTest {
  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1", "[::1]", "LOCALHOST", "::ffff:127.0.0.1", "127.1", "localhost.", "0::1"})
  void boundToThisMachineOnlyItsNamesAreServed(String bound) {
    var guard = new Guard(bound, List.of(), () -> false, Loopback::names);
    for (var host : List.of("localhost", "localhost:8082", "127.0.0.1:9", "127.1.2.3", "[::1]:9", "[::1]", "::1", "claude.localhost",
        "[0:0:0:0:0:0:0:1]:1", "LocalHost:1", "[::ffff:127.0.0.1]:1", "localhost.:1")) {
      assertTrue(guard.foreign(host, null).isEmpty(), host);
    }
    for (var host : List.of("evil.example", "evil.example:8082", "127.evil.example", "localhost.evil.example", "host.docker.internal:8082",
        "0.0.0.0:8082", "[::]:1", "192.168.0.7", "", ":", "[", "]")) {
      assertTrue(guard.foreign(host, null).isPresent(), host);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "my-machine"})
  void boundToMoreEveryNameIsServed(String bound) {
    assertTrue(new Guard(bound, List.of("key"), () -> false, Loopback::names).foreign("claude.example", null).isEmpty());
  }

  @Test
  void aRefusedNameIsToldWhatToSet() {
    var words = new Guard("127.0.0.1", List.of(), () -> false, Loopback::names).foreign("host.docker.internal:8082", null).orElseThrow().message();
    for (var part : List.of("host.docker.internal:8082", "http://localhost", "HOST=0.0.0.0", "ANTHROPIC_API_KEY", "containers", "reverse proxy")) {
      assertTrue(words.contains(part), words);
    }
    for (var length : List.of(100, 101, 10_000)) {
      var shown = new Guard("127.0.0.1", List.of(), () -> false, Loopback::names).foreign("x".repeat(length), null).orElseThrow().message();
      assertTrue(shown.contains(" and " + "x".repeat(100) + (length > 100 ? "… may" : " may")), shown);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:1, http://localhost:1, true",
    "localhost:1, http://LOCALHOST:1, true",
    "localhost:1, http://localhost:2, false",
    "localhost:1, null,               false",
    "localhost:1, http://local host,  false",
    "'',          http://localhost:1, false",
  })
  void onlyPagesOfItsOwnAreServed(String host, String origin, boolean served) {
    assertEquals(served, new Guard("127.0.0.1", List.of(), () -> false, Loopback::names).foreign(host.isEmpty() ? null : host, origin).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "a-key, '',           ''",
    "'',    Bearer a-key, ''",
    "'',    bearer  a-key, ''",
    "wrong, '',           the key you sent is none",
    "'',    Basic a-key,  the key you sent is none",
    "'',    '',           this proxy asks for a client key",
  })
  void aStrangerIsToldWhatIsWrong(String apiKey, String authorization, String words) {
    var shown = Map.of("x-api-key", apiKey, "authorization", authorization);
    var told = new Guard("127.0.0.1", List.of("a-key"), () -> false, Loopback::names)
        .stranger(name -> shown.getOrDefault(name, "").isEmpty() ? null : shown.get(name)).map(Fault::message).orElse("");
    assertEquals(words, told.substring(0, words.length()));
    assertEquals(words.isEmpty(), told.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "x-portside-key, a-key, ''",
    "x-portside-key, wrong, x-portside-key: what you sent is none of this proxy's client keys",
    "x-api-key,      a-key, x-portside-key: this proxy asks for a client key in this header",
    "authorization, Bearer a-key, x-portside-key: this proxy asks for a client key in this header",
  })
  void whereTheUsualHeadersAreTheProvidersOnlyItsOwnHeaderCounts(String name, String value, String words) {
    var guard = new Guard("127.0.0.1", List.of("a-key"), () -> true, Loopback::names);
    var told = guard.stranger(Map.of(name, value)::get).map(Fault::message).orElse("");
    assertEquals(words, told.substring(0, words.length()));
    assertEquals(words.isEmpty(), told.isEmpty());
    assertEquals(Optional.empty(), new Guard("127.0.0.1", List.of(), () -> true, Loopback::names).stranger(Map.of(name, value)::get));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,  elsewhere, localhost,      '',              '',      true",
    "0.0.0.0,    elsewhere, claude.example, '',              '',      false",
    "0.0.0.0,    elsewhere, localhost,      '',              '',      false",
    "0.0.0.0,    elsewhere, claude.example, '',              a-key,   true",
    "0.0.0.0,    elsewhere, claude.example, '',              wrong,   false",
    "0.0.0.0,    here,      localhost:8082, '',              '',      true",
    "0.0.0.0,    here,      '',             '',              '',      true",
    "0.0.0.0,    here,      claude.example, '',              '',      false",
    "0.0.0.0,    here,      localhost:8082, x-forwarded-for, '',      false",
    "0.0.0.0,    here,      127.0.0.1:8082, via,             '',      false",
    "0.0.0.0,    here,      127.0.0.1:8082, x-real-ip,       '',      false",
    "0.0.0.0,    here,      127.0.0.1:8082, forwarded,       a-key,   true",
  })
  void howTheInstanceIsSetUpIsForInsiders(String bound, String from, String host, String passedOn, String key, boolean inside) {
    var headers = new HashMap<String, String>();
    Map.of("host", host, "x-api-key", key).forEach((name, value) -> {
      if (!value.isEmpty()) {
        headers.put(name, value);
      }
    });
    if (!passedOn.isEmpty()) {
      headers.put(passedOn, "203.0.113.9");
    }
    var outsider = new Guard(bound, List.of("a-key"), () -> false, Loopback::names).outsider(headers::get, from.equals("here"));
    assertEquals(inside, outsider.isEmpty());
  }
}
