package portside.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.ScriptedProvider;
import portside.provider.Destination;
import portside.provider.HttpProxy;
import portside.provider.Secret;
import portside.provider.TokenOrigin;

/// Sign-ins go by the way of their provider.
@Timeout(60)
class AuthServerTest {
  private static final HeldCertificate COMPANY = new HeldCertificate.Builder().certificateAuthority(0).commonName("company").build();
  private static final HeldCertificate HELD = new HeldCertificate.Builder().signedBy(COMPANY).addSubjectAlternativeName("127.0.0.1").build();

  @TempDir Path folder;

  @Test
  void authoritiesOfTheSettingsAreTrusted() throws Exception {
    try (var given = new GivenSignIn(folder.resolve("auth"))) {
      given.server.useHttps(new HandshakeCertificates.Builder().heldCertificate(HELD).build().sslSocketFactory());
      given.on("/user", "{}");
      var site = URI.create("https://127.0.0.1:" + given.server.getPort());
      var destination = GivenSignIn.destination(new TokenOrigin.GitHubSignIn("client-1", "default", site));
      given.store().locked("github-default", () -> {
        given.store().write("github-default", SignInEntry.of(site, "client-1", new Secret("gho_geheim")));
        return "";
      });
      var told = GivenSignIn.token(given.tokens(), destination);
      assertTrue(told.startsWith("WAITING "), told);
      var trusting = new Destination(destination.name(), destination.endpoint(), destination.credentials(), destination.headers(), destination.timeouts(),
          Optional.empty(), List.of(COMPANY.certificate()));
      assertEquals("gho_geheim", GivenSignIn.token(given.tokens(), trusting));
    }
  }

  @Test
  void theProxyOfTheSettingsIsOnTheWay() throws Exception {
    try (var given = new GivenSignIn(folder.resolve("auth"));
        var proxy = new ScriptedProvider().then(line -> line.whole(403, "text/plain", "not that way"))) {
      var site = URI.create("https://octo.test");
      given.store().locked("github-default", () -> {
        given.store().write("github-default", SignInEntry.of(site, "client-1", new Secret("gho_geheim")));
        return "";
      });
      var plain = GivenSignIn.destination(new TokenOrigin.GitHubSignIn("client-1", "default", site));
      var by = new Destination(plain.name(), plain.endpoint(), plain.credentials(), plain.headers(), plain.timeouts(),
          Optional.of(new HttpProxy("127.0.0.1", proxy.url().getPort(), new Secret(""), List.of())), List.of());
      var told = GivenSignIn.token(given.tokens(), by);
      assertTrue(told.startsWith("WAITING "), told);
      var asked = proxy.take();
      assertEquals("CONNECT api.octo.test:443 HTTP/1.1", asked.line());
      assertFalse(asked.written().contains("geheim"), asked.written());
      assertEquals(List.of(), given.asked);
    }
  }

  @Test
  void noRedirectIsFollowedWithAToken() throws Exception {
    try (var given = new GivenSignIn(folder.resolve("auth")); var elsewhere = new GivenSignIn(folder.resolve("auth2"))) {
      given.on("/user", 302, "", "location: " + elsewhere.site() + "/user");
      given.keep("github-default", "client-1", "gho_geheim");
      assertEquals("WAITING GitHub answered with status 302", GivenSignIn.token(given.tokens(), given.gitHub()));
      assertEquals(List.of(), elsewhere.asked);
    }
  }

  @Test
  void anAnswerThatNeverEndsIsCutOff() throws Exception {
    try (var given = new GivenSignIn(folder.resolve("auth"))) {
      given.on("/user", "{\"login\":\"" + "x".repeat(2 << 20) + "\"}");
      given.keep("github-default", "client-1", "gho_geheim");
      assertEquals("gho_geheim", GivenSignIn.token(given.tokens(), given.gitHub()), "the status says enough");
    }
  }
}
