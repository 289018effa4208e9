package portside.signin;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import portside.provider.MissingToken;
import portside.provider.MissingToken.Mend;
import portside.provider.NoToken;
import portside.provider.Secret;
import portside.provider.TokenOrigin;

/// Google's sign-in for installed applications, with the application that the person registered: the browser comes back to the loopback, the code is worth
/// nothing without the verifier that never left this process (developers.google.com/identity/protocols/oauth2/native-app; RFC 7636).
final class GoogleSite implements SignInSite {
  static final Duration LOGIN_LIMIT = Duration.ofMinutes(5);
  private static final String SCOPES = "https://www.googleapis.com/auth/cloud-platform openid email";
  private static final int RANDOM_BYTES = 48;

  /// Where Google is asked.
  ///
  /// @param page that signs in
  /// @param token gives and renews tokens
  /// @param revoke ends a sign-in
  /// @param user tells who signed in
  record Addresses(URI page, URI token, URI revoke, URI user) {
    static Addresses of(Optional<URI> elsewhere) {
      return elsewhere.map(Addresses::at).orElseGet(() -> new Addresses(URI.create("https://accounts.google.com/o/oauth2/v2/auth"),
          URI.create("https://oauth2.googleapis.com/token"), URI.create("https://oauth2.googleapis.com/revoke"),
          URI.create("https://openidconnect.googleapis.com/v1/userinfo")));
    }

    /// The same paths on another server.
    private static Addresses at(URI site) {
      return new Addresses(URI.create(site + "/o/oauth2/v2/auth"), URI.create(site + "/token"), URI.create(site + "/revoke"), URI.create(site + "/v1/userinfo"));
    }
  }

  private final TokenOrigin.GoogleSignIn origin;
  private final Addresses addresses;
  private final AuthServer server;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  GoogleSite(TokenOrigin.GoogleSignIn origin, AuthServer server, InstantSource clock) {
    this.origin = origin;
    this.addresses = Addresses.of(origin.elsewhere());
    this.server = server;
    this.clock = clock;
  }

  @Override
  public SignInEntry login(Person person) throws LoginFailed, InterruptedException {
    var state = random();
    var verifier = new Secret(random());
    try (var redirect = new LoopbackRedirect(state)) {
      person.goTo(page(redirect.uri(), state, verifier), Optional.empty(), LOGIN_LIMIT);
      var code = redirect.code(LOGIN_LIMIT);
      return ofCode(code, verifier, redirect.uri());
    } catch (IOException e) {
      throw new LoginFailed("no port of the loopback can be opened for the browser to come back to (" + e.getClass().getSimpleName() + ")");
    }
  }

  private URI page(URI back, String state, Secret verifier) {
    var query = new LinkedHashMap<String, String>();
    query.put("client_id", origin.clientId());
    query.put("redirect_uri", back.toString());
    query.put("response_type", "code");
    query.put("scope", SCOPES);
    query.put("state", state);
    query.put("code_challenge", challenge(verifier));
    query.put("code_challenge_method", "S256");
    query.put("access_type", "offline"); // with a refresh token
    query.put("prompt", "consent"); // also when the application was allowed before, since a second time none is given
    return URI.create(addresses.page() + query.entrySet().stream()
        .map(field -> AuthServer.encoded(field.getKey()) + "=" + AuthServer.encoded(field.getValue())).collect(Collectors.joining("&", "?", "")));
  }

  private SignInEntry ofCode(Secret code, Secret verifier, URI back) throws LoginFailed {
    try {
      var reply = server.post(addresses.token(), form(Map.of(
          "grant_type", "authorization_code", "code", code.reveal(), "code_verifier", verifier.reveal(), "redirect_uri", back.toString())));
      if (reply.status() != 200) {
        throw new LoginFailed("Google gave no token, with " + reply.said());
      }
      var refresh = reply.text("refresh_token").orElseThrow(() -> new LoginFailed("Google gave no refresh token, so the sign-in would end within the hour"));
      var entry = current(SignInEntry.of(origin.site(), origin.clientId(), new Secret(refresh)), reply)
          .orElseThrow(() -> new LoginFailed("Google's answer holds no token"));
      var user = server.get(addresses.user(), Map.of("Authorization", "Bearer " + entry.current().reveal()));
      if (user.status() != 200) {
        throw new LoginFailed("Google does not take the token that it gave, with " + user.said());
      }
      return entry.by(user.text("email").orElse(""));
    } catch (AuthServer.Unanswered e) {
      throw new LoginFailed(e.why());
    }
  }

  @Override
  public SignInEntry renewed(SignInEntry entry) throws NoToken {
    try {
      var reply = server.post(addresses.token(), form(Map.of("grant_type", "refresh_token", "refresh_token", entry.lasting().reveal())));
      var error = reply.text("error").orElse("");
      if (error.equals("invalid_grant")) {
        return entry.ended("Google has ended the sign-in");
      }
      if (error.equals("invalid_client") || error.equals("unauthorized_client")) {
        throw new NoToken(new MissingToken(Mend.SETTING, "Google does not know the application: check GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET"));
      }
      var renewed = reply.status() == 200 ? current(entry, reply) : Optional.<SignInEntry>empty();
      return renewed.orElseThrow(() -> new NoToken(new MissingToken(Mend.WAITING, "Google gave no token, with " + reply.said())));
    } catch (AuthServer.Unanswered e) {
      throw new NoToken(new MissingToken(Mend.WAITING, e.why()));
    }
  }

  private Optional<SignInEntry> current(SignInEntry entry, AuthServer.Reply reply) {
    var now = clock.instant();
    var life = Duration.ofSeconds(Math.clamp(reply.number("expires_in").orElse(3600), 1, 86_400));
    return reply.text("access_token").map(token -> entry.current(new Secret(token), now, now.plus(life), Skew.before(life)));
  }

  @Override
  public String revoked(SignInEntry entry) {
    try {
      var reply = server.post(addresses.revoke(), Map.of("token", entry.lasting().reveal()));
      return reply.status() == 200 || reply.text("error").orElse("").equals("invalid_token") ? "" : elsewhere();
    } catch (AuthServer.Unanswered e) {
      return elsewhere();
    }
  }

  private static String elsewhere() {
    return "Google was not told; remove the application at https://myaccount.google.com/connections";
  }

  /// A scope that is missing is no matter of the token.
  @Override
  public boolean isRefusal(int status) {
    return status == 401;
  }

  private Map<String, String> form(Map<String, String> fields) {
    var form = new LinkedHashMap<>(fields);
    form.put("client_id", origin.clientId());
    if (!origin.clientSecret().isEmpty()) {
      form.put("client_secret", origin.clientSecret().reveal());
    }
    return form;
  }

  private String random() {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String challenge(Secret verifier) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(verifier.reveal().getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
