package portside.signin;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.provider.HostPort;
import portside.provider.Loopback;
import portside.provider.MissingToken;
import portside.provider.MissingToken.Mend;
import portside.provider.NoToken;
import portside.provider.Secret;
import portside.wire.Json;

/// Tokens of a service account: a statement signed with the key in its file is worth one (developers.google.com/identity/protocols/oauth2/service-account,
/// "HTTP/REST"; RFC 7523). The file is read anew for each, so a key that was changed counts at once.
final class ServiceAccount implements TokenFetch {
  private static final String SETTING = "GOOGLE_APPLICATION_CREDENTIALS";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final Duration STATEMENT_LIFE = Duration.ofHours(1);
  private static final Duration WRONG_CLOCK = Duration.ofMinutes(1);
  private static final long LARGEST = 64 * 1024;

  /// @param email of the account
  /// @param id of the key; empty when the file names none
  /// @param token where tokens are given
  private record Key(String email, String id, PrivateKey key, URI token) {}

  private final Path file;
  private final AuthServer server;
  private final InstantSource clock;
  /// By how much Google's clock is ahead of ours.
  private volatile Duration ahead = Duration.ZERO;

  ServiceAccount(Path file, AuthServer server, InstantSource clock) {
    this.file = file;
    this.server = server;
    this.clock = clock;
  }

  /// Google takes no statement that was signed by a clock that is wrong, so its own time is taken then.
  @Override
  public Fetched fetch(@Nullable Secret refused) throws NoToken {
    var key = key();
    try {
      var reply = asked(key);
      var other = reply.date().map(date -> Duration.between(clock.instant(), date)).filter(it -> it.minus(ahead).abs().compareTo(WRONG_CLOCK) > 0);
      if (reply.text("error").orElse("").equals("invalid_grant") && other.isPresent()) {
        ahead = other.get();
        reply = asked(key);
      }
      return fetched(reply);
    } catch (AuthServer.Unanswered e) {
      throw new NoToken(new MissingToken(Mend.WAITING, e.why()));
    }
  }

  private AuthServer.Reply asked(Key key) throws AuthServer.Unanswered, NoToken {
    return server.post(key.token(), Map.of("grant_type", GRANT, "assertion", statement(key, clock.instant().plus(ahead)).reveal()));
  }

  private static Fetched fetched(AuthServer.Reply reply) throws NoToken {
    var token = reply.text("access_token");
    if (reply.status() == 200 && token.isPresent()) {
      var life = Duration.ofSeconds(Math.clamp(reply.number("expires_in").orElse(3600), 1, 86_400));
      return new Fetched(new Secret(token.get()), Skew.before(life), life);
    }
    var refused = reply.status() == 400 || reply.status() == 401 || reply.status() == 403;
    throw new NoToken(new MissingToken(refused ? Mend.SETTING : Mend.WAITING,
        refused ? "Google does not take the key of " + SETTING + ", with " + reply.said() : "Google gave no token, with " + reply.said()));
  }

  /// A JSON Web Token (RFC 7519), signed with RS256.
  private static Secret statement(Key key, Instant now) throws NoToken {
    var head = Json.BUILD.createObjectBuilder().add("alg", "RS256").add("typ", "JWT");
    if (!key.id().isEmpty()) {
      head.add("kid", key.id());
    }
    var claims = Json.BUILD.createObjectBuilder().add("iss", key.email()).add("scope", SCOPE).add("aud", key.token().toString())
        .add("iat", now.getEpochSecond()).add("exp", now.plus(STATEMENT_LIFE).getEpochSecond());
    var signed = encoded(Json.bytes(head.build())) + "." + encoded(Json.bytes(claims.build()));
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.key());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return new Secret(signed + "." + encoded(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw wrong("holds a key that cannot sign (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private Key key() throws NoToken {
    try {
      if (Files.size(file) > LARGEST) {
        throw wrong("names a file that is too large for a key");
      }
      var json = Json.object(Files.readAllBytes(file));
      if (!"service_account".equals(Json.string(json, "type"))) {
        throw wrong("names no key file of a service account; for what gcloud has signed in, use OPENAI_TOKEN_COMMAND=gcloud auth print-access-token");
      }
      return new Key(text(json, "client_email"), Optional.ofNullable(Json.string(json, "private_key_id")).orElse(""), privateKey(text(json, "private_key")),
          address(text(json, "token_uri")));
    } catch (IOException e) {
      throw wrong("names a file that cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (Json.Malformed e) {
      throw wrong("names a file that is no JSON");
    }
  }

  private static String text(JsonObject json, String name) throws NoToken {
    var text = Json.string(json, name);
    if (text == null || text.isEmpty()) {
      throw wrong("names a file without " + name);
    }
    return text;
  }

  private static PrivateKey privateKey(String pem) throws NoToken {
    try {
      var bytes = Base64.getMimeDecoder().decode(pem.replace("-----BEGIN PRIVATE KEY-----", "").replace("-----END PRIVATE KEY-----", ""));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw wrong("names a file whose private_key is no RSA key in PEM");
    }
  }

  /// A signed statement is worth a token, so it goes by TLS, or stays on this machine.
  private static URI address(String text) throws NoToken {
    try {
      var url = URI.create(text);
      var place = HostPort.of(url);
      if (place.isPresent() && url.getRawPath() != null
          && ("https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme()) && Loopback.names(place.get().host()))) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw wrong("names a file whose token_uri is no https address");
  }

  private static NoToken wrong(String why) {
    return new NoToken(new MissingToken(Mend.SETTING, SETTING + " " + why));
  }
}
