package portside.signin;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import portside.provider.MissingToken;
import portside.provider.MissingToken.Mend;
import portside.provider.NoToken;
import portside.provider.Secret;
import portside.provider.TokenOrigin;

/// GitHub's device sign-in, with the application that the person registered (docs.github.com, "Authorizing OAuth apps", device flow). What lasts of it is a
/// token of GitHub, which may end and is then renewed; [GitHubTokens] makes tokens for Copilot of it.
final class GitHubSite implements SignInSite {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final Duration MORE_THAN_ASKED = Duration.ofSeconds(1);
  private static final Duration SLOWER = Duration.ofSeconds(5);
  private static final long LONGEST_WAIT = 3600;

  private final TokenOrigin.GitHubSignIn origin;
  private final AuthServer server;
  private final InstantSource clock;
  private final Pause pause;
  private final GitHubTokens tokens;

  /// @param pause between two questions whether the person has agreed
  GitHubSite(TokenOrigin.GitHubSignIn origin, AuthServer server, InstantSource clock, Pause pause) {
    this.origin = origin;
    this.server = server;
    this.clock = clock;
    this.pause = pause;
    this.tokens = new GitHubTokens(origin.site(), server, clock);
  }

  /// A code that the person types, and how long this asks for the answer.
  private record Device(Secret code, Instant end, Duration interval) {}

  @Override
  public SignInEntry login(Person person) throws LoginFailed, InterruptedException {
    try {
      var reply = server.post(at(origin.site(), "/login/device/code"), Map.of("client_id", origin.clientId(), "scope", "read:user"));
      var code = reply.text("device_code");
      var shown = reply.text("user_code");
      if (reply.status() != 200 || code.isEmpty() || shown.isEmpty()) {
        throw new LoginFailed(told(reply.text("error").orElse("")).orElseGet(() -> "GitHub gave no code, with " + reply.said()));
      }
      var within = Duration.ofSeconds(Math.clamp(reply.number("expires_in").orElse(900), 1, LONGEST_WAIT));
      var interval = Duration.ofSeconds(Math.clamp(reply.number("interval").orElse(5), 0, LONGEST_WAIT));
      person.goTo(page(reply.text("verification_uri")), shown, within);
      return proven(agreed(new Device(new Secret(code.get()), clock.instant().plus(within), interval)));
    } catch (AuthServer.Unanswered e) {
      throw new LoginFailed(e.why());
    }
  }

  /// The page that the site names, if it is one of the site.
  private URI page(Optional<String> named) {
    var usual = at(origin.site(), "/login/device");
    try {
      return named.map(URI::create).filter(url -> origin.site().getRawAuthority().equalsIgnoreCase(url.getRawAuthority())).orElse(usual);
    } catch (IllegalArgumentException e) {
      return usual;
    }
  }

  /// Asks until the person has agreed. GitHub's answers have status 200 whatever they say.
  private SignInEntry agreed(Device device) throws LoginFailed, InterruptedException {
    var interval = device.interval();
    while (clock.instant().isBefore(device.end())) {
      pause.pass(interval.plus(MORE_THAN_ASKED));
      try {
        var reply = server.post(at(origin.site(), "/login/oauth/access_token"),
            Map.of("client_id", origin.clientId(), "device_code", device.code().reveal(), "grant_type", GRANT));
        if (reply.text("access_token").isPresent()) {
          return lasting(SignInEntry.of(origin.site(), origin.clientId(), new Secret("")), reply);
        }
        var error = reply.text("error").orElse("");
        switch (error) {
          case "authorization_pending" -> {}
          case "slow_down" -> {
            var told = reply.number("interval");
            interval = told.isPresent() ? Duration.ofSeconds(Math.clamp(told.getAsLong(), 0, LONGEST_WAIT)) : interval.plus(SLOWER);
          }
          default -> {
            if (reply.status() < 500) {
              throw new LoginFailed(told(error).orElseGet(() -> "GitHub gave no token, with " + reply.said()));
            }
          }
        }
      } catch (AuthServer.Unanswered unanswered) {
        // The person may agree meanwhile, so it is asked again.
      }
    }
    throw new LoginFailed("the code has expired; nobody has typed it in time");
  }

  private static Optional<String> told(String error) {
    return switch (error) {
      case "expired_token" -> Optional.of("the code has expired; nobody has typed it in time");
      case "access_denied" -> Optional.of("the sign-in was denied");
      case "incorrect_device_code" -> Optional.of("GitHub does not know the code it gave; begin anew");
      case "device_flow_disabled" -> Optional.of("the application does not allow the device flow; tick it in the settings of the application at GitHub");
      case "incorrect_client_credentials", "unauthorized_client" -> Optional.of("GitHub does not know the application: check COPILOT_CLIENT_ID");
      default -> Optional.empty();
    };
  }

  private SignInEntry lasting(SignInEntry entry, AuthServer.Reply reply) {
    var life = reply.number("expires_in");
    var end = life.isPresent() ? clock.instant().plus(Skew.before(Duration.ofSeconds(Math.clamp(life.getAsLong(), 1, GitHubTokens.FOR_EVER.toSeconds())))) : Instant.MAX;
    return entry.lasting(new Secret(reply.text("access_token").orElseThrow()), new Secret(reply.text("refresh_token").orElse("")), end);
  }

  private SignInEntry proven(SignInEntry entry) throws LoginFailed, AuthServer.Unanswered {
    if (!GitHubTokens.isTaken(entry.lasting())) {
      throw new LoginFailed("GitHub gave a kind of token that Copilot does not take");
    }
    try {
      var renewed = renewed(entry.by(tokens.login(entry.lasting())));
      if (renewed.ended().isPresent()) {
        throw new LoginFailed(renewed.ended().get());
      }
      return renewed;
    } catch (NoToken none) {
      throw new LoginFailed(none.missing().why());
    }
  }

  @Override
  public SignInEntry renewed(SignInEntry entry) throws NoToken {
    try {
      var lasting = clock.instant().isBefore(entry.lastingUntil()) ? entry : lastingRenewed(entry);
      if (lasting.ended().isPresent()) {
        return lasting;
      }
      return tokens.current(lasting);
    } catch (AuthServer.Unanswered e) {
      throw new NoToken(new MissingToken(Mend.WAITING, e.why()));
    }
  }

  private SignInEntry lastingRenewed(SignInEntry entry) throws NoToken, AuthServer.Unanswered {
    if (entry.renewal().isEmpty()) {
      return entry.ended("the sign-in at GitHub has expired");
    }
    var reply = server.post(at(origin.site(), "/login/oauth/access_token"),
        Map.of("client_id", origin.clientId(), "grant_type", "refresh_token", "refresh_token", entry.renewal().reveal()));
    if (reply.text("access_token").isPresent()) {
      return lasting(entry, reply);
    }
    if (reply.status() < 500 && reply.text("error").isPresent()) {
      return entry.ended("the sign-in at GitHub has expired");
    }
    throw new NoToken(new MissingToken(Mend.WAITING, "GitHub renewed no sign-in, with " + reply.said()));
  }

  @Override
  public String revoked(SignInEntry entry) {
    return "GitHub lets no application end its own sign-in; remove it at " + at(origin.site(), "/settings/applications");
  }

  @Override
  public boolean isRefusal(int status) {
    return GitHubTokens.isRefusal(status);
  }

  @Override
  public List<URI> otherBases() {
    return CopilotHosts.others(origin.site());
  }

  private static URI at(URI server, String path) {
    return URI.create(server + path);
  }
}
