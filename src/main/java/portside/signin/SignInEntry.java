package portside.signin;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.provider.Secret;
import portside.wire.Json;

/// What is kept of a sign-in: what a person gave, which lasts, and the token that was made of it, which does not.
///
/// @param site where the person signed in
/// @param clientId of the application that was allowed
/// @param who signed in, for people; empty when the site did not say
/// @param lasting the refresh token, or the token of GitHub that is exchanged
/// @param renewal renews the lasting one where that ends; empty where it does not
/// @param lastingUntil when the lasting one ends; [Instant#MAX] for never
/// @param current the token that providers are shown; empty before the first
/// @param since when the current one came, on the clock of this machine, as all times here
/// @param until when the current one ends
/// @param fresh after which time since it came another one is fetched
/// @param base where the provider is asked, if that depends on the account
/// @param ended why a person has to sign in again; empty while that is not so
public record SignInEntry(URI site, String clientId, String who, Secret lasting, Secret renewal, Instant lastingUntil, Secret current, Instant since, Instant until,
    Duration fresh, Optional<URI> base, Optional<String> ended) {
  private static final int VERSION = 1;

  /// A sign-in that has no token yet.
  public static SignInEntry of(URI site, String clientId, Secret lasting) {
    return new SignInEntry(site, clientId, "", lasting, new Secret(""), Instant.MAX, new Secret(""), Instant.EPOCH, Instant.EPOCH, Duration.ZERO, Optional.empty(),
        Optional.empty());
  }

  /// The same of a person.
  SignInEntry by(String person) {
    return new SignInEntry(site, clientId, person, lasting, renewal, lastingUntil, current, since, until, fresh, base, ended);
  }

  /// The same with what lasts renewed.
  SignInEntry lasting(Secret token, Secret renewing, Instant end) {
    return new SignInEntry(site, clientId, who, token, renewing, end, current, since, until, fresh, base, ended);
  }

  /// The same with another token.
  SignInEntry current(Secret token, Instant came, Instant end, Duration freshFor) {
    return new SignInEntry(site, clientId, who, lasting, renewal, lastingUntil, token, came, end, freshFor, base, Optional.empty());
  }

  /// The same with the address of the account.
  SignInEntry at(Optional<URI> address) {
    return new SignInEntry(site, clientId, who, lasting, renewal, lastingUntil, current, since, until, fresh, address, ended);
  }

  /// The same when nothing but another sign-in helps.
  SignInEntry ended(String why) {
    return new SignInEntry(site, clientId, who, lasting, renewal, lastingUntil, current, since, until, fresh, base, Optional.of(why));
  }

  /// How long the current token need not be replaced. A clock that was set back makes its times worthless.
  public Duration freshFor(Instant now) {
    return current.isEmpty() || now.isBefore(since) ? Duration.ZERO : positive(Duration.between(now, earlier(plus(since, fresh), until)));
  }

  /// How long the current token is taken.
  public Duration usableFor(Instant now) {
    return current.isEmpty() || now.isBefore(since) ? Duration.ZERO : positive(Duration.between(now, until));
  }

  private static Instant plus(Instant from, Duration length) {
    return Duration.between(from, Instant.MAX).compareTo(length) <= 0 ? Instant.MAX : from.plus(length);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Duration positive(Duration length) {
    return length.isNegative() ? Duration.ZERO : length;
  }

  byte[] json() {
    var json = Json.BUILD.createObjectBuilder().add("version", VERSION).add("site", site.toString()).add("client_id", clientId).add("who", who)
        .add("lasting_token", lasting.reveal()).add("renewal_token", renewal.reveal()).add("current_token", current.reveal())
        .add("since", since.toString()).add("fresh_seconds", fresh.toSeconds());
    if (lastingUntil.isBefore(Instant.MAX)) {
      json.add("lasting_until", lastingUntil.toString());
    }
    if (until.isBefore(Instant.MAX)) {
      json.add("until", until.toString());
    }
    base.ifPresent(address -> json.add("base", address.toString()));
    ended.ifPresent(why -> json.add("ended", why));
    return Json.bytes(json.build());
  }

  /// @throws RuntimeException when there is no sense in it; the message may hold anything
  static SignInEntry read(byte[] bytes) throws Json.Malformed {
    var json = Json.object(bytes);
    if (!(json.get("version") instanceof JsonNumber version && version.intValue() == VERSION)) {
      throw new IllegalArgumentException("version");
    }
    return new SignInEntry(URI.create(json.getString("site")), json.getString("client_id"), json.getString("who"), new Secret(json.getString("lasting_token")),
        new Secret(json.getString("renewal_token")), end(json, "lasting_until"), new Secret(json.getString("current_token")), Instant.parse(json.getString("since")),
        end(json, "until"), Duration.ofSeconds(json.getJsonNumber("fresh_seconds").longValueExact()), Optional.ofNullable(Json.string(json, "base")).map(URI::create),
        Optional.ofNullable(Json.string(json, "ended")));
  }

  private static Instant end(JsonObject json, String name) {
    @Nullable String text = Json.string(json, name);
    return text == null ? Instant.MAX : Instant.parse(text);
  }
}
