package portside.ledger.requests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How secrets are found in texts.
class KnownSecretsTest {
  private static final KnownSecrets SECRETS = new KnownSecrets(List.of("sk-a/b+c=\"d", "Bearer tok-en-12345", "any", "sk-percent%41x", "back\\slash-1"));

  @ParameterizedTest
  @ValueSource(strings = {
    "sk-a/b+c=\"d", "sk-a\\/b+c=\\\"d", "sk-a/b\\u002bc\\u003D\\u0022d", "\\u0073\\u006b-a/b+c=\\\"d", "sk-a%2Fb%2bc%3D%22d", "sk-a\\\\/b+c=\\\\\\\"d",
    "sk-a\\\\u002fb+c=\\\\\\\"d", "tok-en-12345", "Bearer tok-en-12345", "%74ok-en-12345", "sk-percent%41x", "sk-percentAx", "back\\slash-1", "back\\\\slash-1"
  })
  void eachWayToWriteOneIsFound(String written) {
    assertEquals("x(hidden)y", SECRETS.hide("x" + written + "y"));
    assertEquals("(hidden)", SECRETS.hide(written));
    assertEquals("(hidden) (hidden)", SECRETS.hide(written + " " + written));
  }

  @ParameterizedTest
  @ValueSource(strings = {"any", "sk-a/b+c=", "tok-en-1234", "tok-en 12345", "100%", "\\", "\\u", "\\u00", "%4", "", "TOK-EN-12345", "s", "sk-a/b+c=\\"})
  void whatIsNoneStays(String text) {
    assertEquals(text, SECRETS.hide(text));
  }

  /// A text that is hidden in is still JSON.
  @Test
  void nothingOfAnEscapeStays() {
    assertEquals("{\"a\":\"x\\n (hidden)\\n\"}", SECRETS.hide("{\"a\":\"x\\n \\u0074ok-en-12345\\n\"}"));
    assertEquals("{\"a\":\"(hidden)\"}", new KnownSecrets(List.of("a-\"quoted\"-key")).hide("{\"a\":\"a-\\\"quoted\\\"-key\"}"));
  }

  @Test
  void theLongerOfTwoThatBeginAlike() {
    assertEquals("(hidden)!", new KnownSecrets(List.of("12345678", "12345678-90")).hide("12345678-90!"));
  }

  @Test
  void inEventsItMayStandPieceByPiece() {
    var events = "event: a\ndata: {\"delta\":{\"text\":\"key: tok-\"}}\n\ndata: {\"delta\":{\"text\":\"en-12\"},\"n\":1}\n\n: ping\n\ndata: {\"delta\":{\"text\":\"345.\"}}\n\n"
        + "data: {\"delta\":{\"text\":\" Bye\"}}\n\ndata: [DONE]\n\n";
    assertEquals("event: a\ndata: (hidden)\n\ndata: (hidden)\n\n: ping\n\ndata: (hidden)\n\ndata: {\"delta\":{\"text\":\" Bye\"}}\n\ndata: [DONE]\n\n",
        EventSecrets.hide(events, SECRETS));
    var apart = "data: {\"a\":\"tok-\"}\n\ndata: {\"b\":\"en-12345\"}\n\n";
    assertEquals(apart, EventSecrets.hide(apart, SECRETS));
    var one = "data: {\"a\":\"tok-en-12345\"}\n\n";
    assertEquals(one, EventSecrets.hide(one, SECRETS), "of one event only the secret is hidden, not all");
  }
}
