package portside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Loopback;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Who sees and changes what is the operator's.
class OperatorGuardTest {
  private static OperatorGuard guard(String bound, String key) {
    return new OperatorGuard(new Guard(bound, List.of("a-client"), () -> false, Loopback::names),
        new OperatorKeys(() -> "the-token", Optional.of(key).filter(word -> !word.isEmpty())));
  }

  /// @param lines such as `authorization: Bearer x`, several with `;` between them
  private static UnaryOperator<@Nullable String> headers(String lines) {
    var headers = new HashMap<String, String>(Map.of("host", "localhost:8082"));
    for (var line : lines.isEmpty() ? new String[0] : lines.split("; ")) {
      headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).strip());
    }
    return headers::get;
  }

  private static String word(Optional<Fault> refusal) {
    return refusal.map(fault -> Integer.toString(fault.kind().status())).orElse("open");
  }

  @ParameterizedTest
  @CsvSource({
    // bound    key    from       headers                                 sees  page  acts
    "127.0.0.1, '',    here,      '',                                      open, open, 401",
    "127.0.0.1, '',    here,      sec-fetch-site: same-origin,             open, open, 401",
    "127.0.0.1, '',    here,      sec-fetch-site: none,                    open, open, 401",
    "127.0.0.1, '',    here,      sec-fetch-site: same-site,               403,  403,  403",
    "127.0.0.1, '',    here,      sec-fetch-site: cross-site,              403,  403,  403",
    "127.0.0.1, '',    here,      sec-fetch-site: cross-site; sec-fetch-mode: navigate; sec-fetch-dest: document, 403, open, 403",
    "127.0.0.1, '',    here,      sec-fetch-site: cross-site; sec-fetch-mode: navigate; sec-fetch-dest: iframe, 403, 403, 403",
    "127.0.0.1, '',    here,      sec-fetch-site: cross-site; authorization: Bearer the-token, 403, 403, 403",
    "127.0.0.1, '',    here,      x-forwarded-for: 192.0.2.1,              403,  403,  401",
    "127.0.0.1, '',    here,      via: 1.1 tunnel,                         403,  403,  401",
    "127.0.0.1, '',    here,      authorization: Bearer the-token,         open, open, open",
    "127.0.0.1, '',    here,      x-portside-operator: the-token,          open, open, open",
    "127.0.0.1, '',    here,      x-api-key: the-token,                    open, open, 401",
    "127.0.0.1, '',    here,      authorization: Bearer a-client,          open, open, 401",
    "127.0.0.1, secret, here,     '',                                      401,  open, 401",
    "127.0.0.1, secret, here,     authorization: Bearer secret,            open, open, open",
    "127.0.0.1, secret, here,     authorization: Bearer secre,             401,  open, 401",
    "127.0.0.1, secret, here,     authorization: 'Bearer ',                401,  open, 401",
    "127.0.0.1, secret, here,     authorization: Basic secret,             401,  open, 401",
    "127.0.0.1, secret, here,     x-portside-operator: secret,             open, open, open",
    "127.0.0.1, secret, here,     x-portside-key: secret,                  401,  open, 401",
    "127.0.0.1, secret, here,     authorization: Bearer a-client,          401,  open, 401",
    "0.0.0.0,   '',    here,      '',                                      403,  403,  401",
    "0.0.0.0,   '',    elsewhere, '',                                      403,  403,  401",
    "0.0.0.0,   '',    elsewhere, authorization: Bearer a-client,          403,  403,  401",
    "0.0.0.0,   '',    elsewhere, x-api-key: a-client,                     403,  403,  401",
    "0.0.0.0,   '',    here,      authorization: Bearer the-token,         open, open, open",
    "0.0.0.0,   secret, elsewhere, '',                                     401,  open, 401",
    "0.0.0.0,   secret, elsewhere, authorization: Bearer a-client,         401,  open, 401",
    "0.0.0.0,   secret, elsewhere, authorization: bearer secret,           open, open, open",
    "0.0.0.0,   secret, elsewhere, sec-fetch-site: cross-site; authorization: Bearer secret, 403, 403, 403",
  })
  void whoSeesAndWhoActs(String bound, String key, String from, String lines, String sees, String page, String acts) {
    var guard = guard(bound, key);
    var local = from.equals("here");
    assertEquals(List.of(sees, page, acts), List.of(word(guard.stranger(headers(lines), local)), word(guard.closed(headers(lines), local)),
        word(guard.keyless(headers(lines)))));
  }

  @Test
  void aRefusalNamesTheSettingAndWhatToDo() {
    assertEquals("OPERATOR_KEY: where other machines reach this proxy, what is the operator's takes a key of its own, and none is set. Set OPERATOR_KEY in the env"
        + " file; client keys do not open it", guard("0.0.0.0", "").stranger(headers(""), false).orElseThrow().message());
    assertEquals("OPERATOR_KEY: send the operator's key as Authorization: Bearer KEY, or as x-portside-operator",
        guard("0.0.0.0", "secret").stranger(headers(""), false).orElseThrow().message());
    assertEquals("OPERATOR_KEY: the key you sent is not the operator's; client keys do not open this",
        guard("0.0.0.0", "secret").stranger(headers("authorization: Bearer a-client"), false).orElseThrow().message());
    assertTrue(guard("127.0.0.1", "").keyless(headers("")).orElseThrow().message().endsWith("on this machine the verb reset does it without one"));
    assertEquals(FaultKind.CLIENT_KEY, guard("127.0.0.1", "").keyless(headers("")).orElseThrow().kind());
  }

  @Test
  void aNewKeyTakesThePlaceOfTheOldOne() {
    var guard = guard("0.0.0.0", "secret");
    guard.admit(Optional.of("another"));
    assertEquals("401 open", word(guard.stranger(headers("authorization: Bearer secret"), false)) + " " + word(guard.stranger(headers("authorization: Bearer another"), false)));
    guard.admit(Optional.empty());
    assertEquals("403", word(guard.stranger(headers("authorization: Bearer another"), false)));
  }

  @Test
  void noTextShowsAKey() {
    assertEquals("a key and a token", new OperatorKeys(() -> "t", Optional.of("k")).toString());
    assertEquals("a token", new OperatorKeys(() -> "t", Optional.empty()).toString());
  }
}
