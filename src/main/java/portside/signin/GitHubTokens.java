package portside.signin;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import portside.provider.HostPort;
import portside.provider.Loopback;
import portside.provider.MissingToken;
import portside.provider.MissingToken.Mend;
import portside.provider.NoToken;
import portside.provider.Secret;
import portside.wire.Json;
import portside.wire.OneLine;

/// What GitHub's API makes of a token of GitHub for Copilot, and tells of its account (not documented; read in November 2026 from vscode-copilot-chat of
/// 2026-03 and opencode).
///
/// ```
///   gho_…   of an OAuth app: Copilot is shown it as it is, and it does not end
///   ghu_…   of a GitHub App: exchanged for a token of Copilot
///   others  of persons and installations: Copilot takes none of them
/// ```
final class GitHubTokens {
  static final Duration FOR_EVER = Duration.ofDays(3650);
  private static final int LONGEST_WORDS = 200;
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;

  private final AuthServer server;
  private final InstantSource clock;
  private final URI site;
  private final URI api;

  /// @param site where persons sign in
  GitHubTokens(URI site, AuthServer server, InstantSource clock) {
    this.site = site;
    this.server = server;
    this.clock = clock;
    this.api = api(site);
  }

  /// `api.github.com`, and so with the site of a company; all on one server where that is this machine.
  static URI api(URI site) {
    var host = HostPort.of(site).orElseThrow();
    return Loopback.names(host.host()) ? site : URI.create(site.getScheme() + "://api." + site.getRawAuthority());
  }

  /// Whether Copilot takes this kind, as it is or exchanged.
  static boolean isTaken(Secret token) {
    return isDirect(token) || token.reveal().startsWith("ghu_");
  }

  /// Whether it is a token of GitHub's own at all: `ghp_…`, `github_pat_…`.
  static boolean isOfGitHub(Secret token) {
    return token.reveal().matches("(?s)gh[a-z]_.*|github_pat_.*");
  }

  private static boolean isDirect(Secret token) {
    return token.reveal().startsWith("gho_");
  }

  /// Whether Copilot's answer of this status speaks of the token.
  static boolean isRefusal(int status) {
    return status == UNAUTHORISED || status == FORBIDDEN;
  }

  /// Whose token it is; empty when GitHub does not say.
  String login(Secret token) throws AuthServer.Unanswered {
    var user = get("/user", token);
    return user.status() == 200 ? user.text("login").orElse("") : "";
  }

  /// The entry with a token for Copilot, made of what lasts, or [SignInEntry#ended()].
  ///
  /// @throws NoToken when there is none now
  SignInEntry current(SignInEntry entry) throws NoToken, AuthServer.Unanswered {
    return isDirect(entry.lasting()) ? shown(entry) : exchanged(entry);
  }

  /// What `GET /copilot_internal/user` says of the account: its plan, its address, what is left to it. Empty when it says nothing.
  ///
  /// @param token of GitHub
  Optional<JsonObject> account(Secret token) throws AuthServer.Unanswered {
    var reply = get("/copilot_internal/user", token);
    return reply.status() == 200 ? Optional.of(reply.body()) : Optional.empty();
  }

  /// Whether GitHub itself still takes it says more than a provider's refusal.
  private SignInEntry shown(SignInEntry entry) throws NoToken, AuthServer.Unanswered {
    var reply = get("/user", entry.lasting());
    return switch (reply.status()) {
      case UNAUTHORISED -> entry.ended("GitHub no longer takes the sign-in");
      case 200 -> entry.at(account(entry.lasting()).flatMap(this::base)).current(entry.lasting(), clock.instant(), entry.lastingUntil(), FOR_EVER);
      default -> throw new NoToken(new MissingToken(Mend.WAITING, "GitHub answered with " + reply.said()));
    };
  }

  /// The clocks of machines are wrong, so the life is reckoned from now and not to the time that the answer names.
  private SignInEntry exchanged(SignInEntry entry) throws NoToken, AuthServer.Unanswered {
    var reply = get("/copilot_internal/v2/token", entry.lasting());
    var token = reply.text("token");
    if (reply.status() == 200 && token.isPresent()) {
      var now = clock.instant();
      var life = Duration.ofSeconds(Math.clamp(reply.number("refresh_in").orElse(1500), 1, 86_400)).plusMinutes(1);
      return entry.at(base(reply.body())).current(new Secret(token.get()), now, now.plus(life), Skew.before(life));
    }
    var said = said(reply);
    return switch (reply.status()) {
      case UNAUTHORISED -> entry.ended("GitHub no longer takes the sign-in");
      case FORBIDDEN -> throw new NoToken(new MissingToken(Mend.SETTING, "GitHub gives this account no Copilot" + said));
      case 404 -> throw new NoToken(new MissingToken(Mend.SETTING, "GitHub gives this application no Copilot: check COPILOT_CLIENT_ID" + said));
      default -> throw new NoToken(new MissingToken(Mend.WAITING, "GitHub gave no token of Copilot, with status " + reply.status() + said));
    };
  }

  private static String said(AuthServer.Reply reply) {
    var details = reply.body().get("error_details") instanceof JsonObject json ? Optional.ofNullable(Json.string(json, "message")) : Optional.<String>empty();
    return details.or(() -> reply.text("message")).map(text -> " (" + OneLine.of(text, LONGEST_WORDS) + ")").orElse("");
  }

  /// `endpoints.api`, where it is a safe one.
  private Optional<URI> base(JsonObject told) {
    try {
      return told.get("endpoints") instanceof JsonObject endpoints
          ? Optional.ofNullable(Json.string(endpoints, "api")).map(URI::create).filter(CopilotHosts.of(site)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private AuthServer.Reply get(String path, Secret token) throws AuthServer.Unanswered {
    return server.get(URI.create(api + path), Map.of("Authorization", "token " + token.reveal()));
  }
}
