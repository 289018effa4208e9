package portside.provider.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import portside.provider.Credential;
import portside.provider.HostPort;
import portside.provider.Loopback;
import portside.provider.Secret;
import portside.provider.TokenOrigin;

/// Checks where tokens come from when no key stands in the file: a command, a sign-in, or a service account. Tokens of Google and GitHub open more than
/// one provider, so they go to hosts of their own alone.
final class TokenSettings {
  private static final List<Setting> WAYS = List.of(Setting.OPENAI_API_KEY, Setting.OPENAI_TOKEN_COMMAND, Setting.GOOGLE_CLIENT_ID,
      Setting.GOOGLE_APPLICATION_CREDENTIALS, Setting.COPILOT_CLIENT_ID, Setting.COPILOT_TOKEN_COMMAND);
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
  private static final Pattern CLIENT_ID = Pattern.compile("[\\x21-\\x7e]{1,256}");
  private static final String USUAL_ACCOUNT = "default";
  private static final URI GITHUB = URI.create("https://github.com");

  private final SettingsReader settings;
  private final Optional<URI> baseUrl;

  private TokenSettings(SettingsReader settings, Optional<URI> baseUrl) {
    this.settings = settings;
    this.baseUrl = baseUrl;
  }

  /// The credential when the settings say that tokens come from somewhere; empty when they do not.
  ///
  /// @param baseUrl where requests go; empty when that is faulty, or the provider is inside the process
  static Optional<List<Credential>> read(SettingsReader settings, Optional<URI> baseUrl) {
    if (settings.has(WAYS.subList(1, WAYS.size()))) {
      return new TokenSettings(settings, baseUrl).credential().map(List::of);
    }
    beside(settings, Setting.GOOGLE_CLIENT_ID, List.of(Setting.GOOGLE_CLIENT_SECRET, Setting.GOOGLE_OAUTH_URL));
    beside(settings, Setting.COPILOT_CLIENT_ID, List.of(Setting.GITHUB_URL));
    return Optional.empty();
  }

  /// Settings that mean nothing without another one.
  private static void beside(SettingsReader settings, Setting needed, List<Setting> others) {
    others.stream().filter(setting -> settings.text(setting).isPresent())
        .forEach(setting -> settings.warning(setting.name(), "means nothing without " + needed, "set " + needed + ", or leave it out"));
  }

  private Optional<Credential> credential() {
    var ways = WAYS.stream().filter(setting -> settings.text(setting).isPresent()).toList();
    ways.stream().skip(1).forEach(way -> settings.fault(way, "stands beside " + ways.getFirst() + ", and one of them authorises requests", "leave out one"));
    var origin = switch (ways.getLast()) {
      case OPENAI_TOKEN_COMMAND -> command(Setting.OPENAI_TOKEN_COMMAND);
      case GOOGLE_CLIENT_ID -> google();
      case GOOGLE_APPLICATION_CREDENTIALS -> serviceAccount();
      case COPILOT_TOKEN_COMMAND -> gitHubCommand();
      default -> gitHub();
    };
    return Optional.of(origin.<Credential>map(Credential.Token::new).orElseGet(Credential.None::new));
  }

  private Optional<TokenOrigin.Command> command(Setting setting) {
    try {
      var words = CommandWords.of(settings.text(setting).orElseThrow());
      if (!words.getFirst().isEmpty()) {
        return Optional.of(new TokenOrigin.Command(words.stream().map(Secret::new).toList()));
      }
      settings.fault(setting, "names no program", "a program and its arguments, such as "
          + (setting == Setting.COPILOT_TOKEN_COMMAND ? "gh auth token" : "gcloud auth print-access-token"));
    } catch (CommandWords.Unclosed e) {
      settings.fault(setting, e.problem(), "a program and its arguments; no shell reads them, but quotes hold words together");
    }
    return Optional.empty();
  }

  private Optional<TokenOrigin.CopilotCommand> gitHubCommand() {
    var site = gitHubSite(Setting.COPILOT_TOKEN_COMMAND);
    return command(Setting.COPILOT_TOKEN_COMMAND).map(program -> new TokenOrigin.CopilotCommand(program, site));
  }

  private Optional<TokenOrigin> google() {
    onlyTo(Setting.GOOGLE_CLIENT_ID, "Google", host -> host.endsWith(".googleapis.com"));
    return Optional.of(new TokenOrigin.GoogleSignIn(clientId(Setting.GOOGLE_CLIENT_ID), new Secret(settings.text(Setting.GOOGLE_CLIENT_SECRET).orElse("")),
        account(), place(Setting.GOOGLE_OAUTH_URL)));
  }

  private Optional<TokenOrigin> gitHub() {
    var site = gitHubSite(Setting.COPILOT_CLIENT_ID);
    return Optional.of(new TokenOrigin.GitHubSignIn(clientId(Setting.COPILOT_CLIENT_ID), account(), site));
  }

  /// GitHub, or that of a company.
  ///
  /// @param setting that brings tokens of it, which are meant for Copilot alone
  private URI gitHubSite(Setting setting) {
    var site = place(Setting.GITHUB_URL).orElse(GITHUB);
    var company = HostPort.of(site).map(HostPort::host).orElse("");
    onlyTo(setting, "GitHub Copilot", host -> host.endsWith(".githubcopilot.com") || !site.equals(GITHUB) && host.equals("copilot-api." + company));
    return site;
  }

  private Optional<TokenOrigin> serviceAccount() {
    onlyTo(Setting.GOOGLE_APPLICATION_CREDENTIALS, "Google", host -> host.endsWith(".googleapis.com"));
    var typed = settings.text(Setting.GOOGLE_APPLICATION_CREDENTIALS).orElseThrow();
    try {
      var given = Path.of(typed);
      var beside = settings.file().map(file -> file.resolveSibling(given));
      var path = Files.exists(given) ? given : beside.filter(Files::exists).orElse(given);
      if (Files.isRegularFile(path) && Files.isReadable(path)) {
        return Optional.of(new TokenOrigin.ServiceAccount(path));
      }
      settings.fault(Setting.GOOGLE_APPLICATION_CREDENTIALS,
          Files.exists(path) ? SettingsReader.shown(typed) + " is no file that can be read" : "there is no file " + SettingsReader.shown(typed),
          "the key file of a service account, in JSON; looked for " + path.toAbsolutePath());
    } catch (InvalidPathException e) {
      settings.fault(Setting.GOOGLE_APPLICATION_CREDENTIALS, SettingsReader.shown(typed) + " is no file name", "the key file of a service account, in JSON");
    }
    return Optional.empty();
  }

  /// The token of a person must not go astray by a mistyped address.
  private void onlyTo(Setting setting, String whose, Predicate<String> own) {
    baseUrl.filter(url -> {
      var host = HostPort.of(url).map(place -> place.host().toLowerCase(Locale.ROOT)).orElse("");
      return !Loopback.names(host) && !("https".equalsIgnoreCase(url.getScheme()) && own.test(host));
    }).ifPresent(_ -> settings.fault(setting, "gives tokens of " + whose + ", and OPENAI_BASE_URL leads elsewhere: the token would go to a stranger",
        "the address of " + whose + " as OPENAI_BASE_URL; for a gateway of your own, OPENAI_TOKEN_COMMAND prints its token"));
  }

  private String clientId(Setting setting) {
    var typed = settings.text(setting).orElseThrow();
    if (!CLIENT_ID.matcher(typed).matches()) {
      settings.fault(setting, "holds a character that no client id has", "the id of the application you registered, alone");
    }
    return typed;
  }

  private String account() {
    var typed = settings.text(Setting.SIGN_IN_ACCOUNT).orElse(USUAL_ACCOUNT);
    if (!ACCOUNT.matcher(typed).matches()) {
      settings.fault(Setting.SIGN_IN_ACCOUNT, SettingsReader.shown(typed) + " is no name of a file", "letters, digits, - _ and dots, such as work");
    }
    return typed;
  }

  /// The address of a sign-in server: `https:`, and `http:` on this machine alone.
  private Optional<URI> place(Setting setting) {
    var typed = settings.text(setting);
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    try {
      var url = new URI(typed.get());
      var place = HostPort.of(url);
      var path = url.getRawPath() == null || url.getRawPath().equals("/") ? "" : url.getRawPath();
      var safe = place.isPresent() && ("https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme()) && Loopback.names(place.get().host()));
      if (safe && path.isEmpty() && url.getRawQuery() == null && url.getRawFragment() == null && !url.getRawAuthority().contains("@")) {
        return Optional.of(URI.create(url.getScheme().toLowerCase(Locale.ROOT) + "://" + url.getRawAuthority().toLowerCase(Locale.ROOT)));
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    settings.fault(setting, SettingsReader.shown(typed.get()) + " is not the address of a sign-in server", "https:// and a host; http:// for this machine alone");
    return Optional.empty();
  }
}
