package portside.signin;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import portside.provider.HostPort;
import portside.provider.Loopback;
import portside.provider.MissingToken;
import portside.provider.MissingToken.Mend;
import portside.provider.NoToken;
import portside.provider.Secret;
import portside.provider.TokenOrigin;
import portside.wire.Json;
import portside.wire.OneLine;

/// GitHub's device sign-in, with the application that the person registered, and the tokens of Copilot (docs.github.com, "Authorizing OAuth apps", device
/// flow; the exchange is not documented, read in November 2026 from vscode-copilot-chat of 2026-03).
///
/// ```
///   gho_…   of an OAuth app: Copilot is shown it as it is, and it does not end
///   ghu_…   of a GitHub App: exchanged for a token of Copilot; it may end, and is then renewed
/// ```
final class GitHubSite implements SignInSite {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final Duration MORE_THAN_ASKED = Duration.ofSeconds(1);
  private static final Duration SLOWER = Duration.ofSeconds(5);
  private static final long LONGEST_WAIT = 3600;
  private static final Duration FOR_EVER = Duration.ofDays(3650);
  private static final int LONGEST_WORDS = 200;

  private final TokenOrigin.GitHubSignIn origin;
  private final AuthServer server;
  private final InstantSource clock;
  private final Pause pause;
  private final URI api;

  /// @param pause between two questions whether the person has agreed
  GitHubSite(TokenOrigin.GitHubSignIn origin, AuthServer server, InstantSource clock, Pause pause) {
    this.origin = origin;
    this.server = server;
    this.clock = clock;
    this.pause = pause;
    this.api = api(origin.site());
  }

  /// `api.github.com`, and so with the site of a company; all on one server where that is this machine.
  static URI api(URI site) {
    var host = HostPort.of(site).orElseThrow();
    return Loopback.names(host.host()) ? site : URI.create(site.getScheme() + "://api." + site.getRawAuthority());
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
    var end = life.isPresent() ? clock.instant().plus(Skew.before(Duration.ofSeconds(Math.clamp(life.getAsLong(), 1, FOR_EVER.toSeconds())))) : Instant.MAX;
    return entry.lasting(new Secret(reply.text("access_token").orElseThrow()), new Secret(reply.text("refresh_token").orElse("")), end);
  }

  private SignInEntry proven(SignInEntry entry) throws LoginFailed, AuthServer.Unanswered {
    if (!isDirect(entry.lasting()) && !isExchanged(entry.lasting())) {
      throw new LoginFailed("GitHub gave a kind of token that Copilot does not take");
    }
    var user = server.get(at(api, "/user"), authorised(entry));
    try {
      var renewed = renewed(entry.by(user.status() == 200 ? user.text("login").orElse("") : ""));
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
      return isDirect(lasting.lasting()) ? shown(lasting) : exchanged(lasting);
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

  /// Whether GitHub itself still takes it says more than a provider's refusal.
  private SignInEntry shown(SignInEntry entry) throws NoToken, AuthServer.Unanswered {
    var reply = server.get(at(api, "/user"), authorised(entry));
    return switch (reply.status()) {
      case 401 -> entry.ended("GitHub no longer takes the sign-in");
      case 200 -> entry.current(entry.lasting(), clock.instant(), entry.lastingUntil(), FOR_EVER);
      default -> throw new NoToken(new MissingToken(Mend.WAITING, "GitHub answered with " + reply.said()));
    };
  }

  /// The clocks of machines are wrong, so the life is reckoned from now and not to the time that the answer names.
  private SignInEntry exchanged(SignInEntry entry) throws NoToken, AuthServer.Unanswered {
    var reply = server.get(at(api, "/copilot_internal/v2/token"), authorised(entry));
    var token = reply.text("token");
    if (reply.status() == 200 && token.isPresent()) {
      var now = clock.instant();
      var life = Duration.ofSeconds(Math.clamp(reply.number("refresh_in").orElse(1500), 1, 86_400)).plusMinutes(1);
      return entry.at(base(reply)).current(new Secret(token.get()), now, now.plus(life), Skew.before(life));
    }
    var said = said(reply);
    return switch (reply.status()) {
      case 401 -> entry.ended("GitHub no longer takes the sign-in");
      case 403 -> throw new NoToken(new MissingToken(Mend.SETTING, "GitHub gives this account no Copilot" + said));
      case 404 -> throw new NoToken(new MissingToken(Mend.SETTING, "GitHub gives this application no Copilot: check COPILOT_CLIENT_ID" + said));
      default -> throw new NoToken(new MissingToken(Mend.WAITING, "GitHub gave no token of Copilot, with status " + reply.status() + said));
    };
  }

  private static String said(AuthServer.Reply reply) {
    var details = reply.body().get("error_details") instanceof JsonObject json ? Optional.ofNullable(Json.string(json, "message")) : Optional.<String>empty();
    return details.or(() -> reply.text("message")).map(text -> " (" + OneLine.of(text, LONGEST_WORDS) + ")").orElse("");
  }

  /// `endpoints.api`, where it is a safe one.
  private Optional<URI> base(AuthServer.Reply reply) {
    try {
      return reply.body().get("endpoints") instanceof JsonObject endpoints
          ? Optional.ofNullable(Json.string(endpoints, "api")).map(URI::create).filter(CopilotHosts.of(origin)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String revoked(SignInEntry entry) {
    return "GitHub lets no application end its own sign-in; remove it at " + at(origin.site(), "/settings/applications");
  }

  @Override
  public boolean isRefusal(int status) {
    return status == 401 || status == 403;
  }

  private static Map<String, String> authorised(SignInEntry entry) {
    return Map.of("Authorization", "token " + entry.lasting().reveal());
  }

  private static boolean isDirect(Secret token) {
    return token.reveal().startsWith("gho_");
  }

  private static boolean isExchanged(Secret token) {
    return token.reveal().startsWith("ghu_");
  }

  private static URI at(URI server, String path) {
    return URI.create(server + path);
  }
}
