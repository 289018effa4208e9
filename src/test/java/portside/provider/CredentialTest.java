package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What each credential sends, and what it shows.
class CredentialTest {
  private static final Secret KEY = new Secret("sk-geheim");

  @Test
  void noneSendsNothing() {
    check(new Credential.None(), Map.of(), Optional.empty());
  }

  @Test
  void aBearerStandsInAuthorization() {
    check(new Credential.Bearer(KEY), Map.of("Authorization", new Secret("Bearer sk-geheim")), Optional.of(KEY));
  }

  @Test
  void aKeyStandsAloneInItsHeader() {
    check(new Credential.HeaderKey("api-key", KEY), Map.of("api-key", KEY), Optional.of(KEY));
  }

  @Test
  void theClientsOwnIsWhatItsRequestShows() {
    var ofTheSettings = new Credential.Client();
    check(ofTheSettings, Map.of(), Optional.empty());
    var bearer = new Secret("Bearer sk-geheim");
    var shown = ofTheSettings.shownBy(Map.of("Authorization", "Bearer sk-geheim", "x-portside-key", "k", "cookie", "c")::get);
    check(shown, Map.of("Authorization", bearer), Optional.of(bearer));
    check(ofTheSettings.shownBy(Map.of("Authorization", "Bearer sk-geheim", "x-api-key", "sk-geheim")::get),
        Map.of("Authorization", bearer, "x-api-key", KEY), Optional.of(bearer));
    check(ofTheSettings.shownBy(Map.of("x-api-key", "sk-geheim", "Authorization", " ")::get), Map.of("x-api-key", KEY), Optional.of(KEY));
    assertEquals(ofTheSettings, shown.shownBy(_ -> null), "what another client showed is gone");
    assertEquals("client", shown.digest());
  }

  @Test
  void aKeyOfOursStaysWhateverTheClientShows() {
    var ours = new Credential.Bearer(KEY);
    assertEquals(ours, ours.shownBy(_ -> "Bearer other"));
  }

  @Test
  void aDigestTellsKeysApartAndTellsNone() {
    assertEquals("none", new Credential.None().digest());
    assertEquals("2c26b46b68ff", new Credential.Bearer(new Secret("foo")).digest()); // printf foo | sha256sum
    assertEquals("2c26b46b68ff", new Credential.HeaderKey("api-key", new Secret("foo")).digest());
  }

  private static void check(Credential credential, Map<String, Secret> headers, Optional<Secret> secret) {
    assertEquals(headers, credential.headers());
    assertEquals(secret, credential.secret());
    assertFalse((credential + " " + credential.headers() + " " + credential.secret()).contains("geheim"));
  }
}
