package portside.console;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import portside.provider.NoToken;
import portside.provider.Provider;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.Settings;
import portside.signin.LoginFailed;
import portside.signin.Person;
import portside.signin.SignIn;
import portside.signin.TokenStore;
import portside.signin.Tokens;
import portside.upstream.DeadlineTicker;
import portside.upstream.HelidonUpstream;

/// The verb `auth`: signs in at Google and GitHub, says how sign-ins stand, signs out. Pages and codes go to the errors, results to the output; no token goes to
/// either. Exit code 1 when a sign-in did not come about, or one is missing.
final class Auth implements Verb {
  private static final int FAILED = 1;
  private static final String NO_BROWSER = "no-browser";
  private static final String JSON = "json";

  @Override
  public String name() {
    return "auth";
  }

  @Override
  public String synopsis() {
    return "login|status|logout|reauth [NAME] [--no-browser] [--json]";
  }

  @Override
  public String purpose() {
    return "signs in for env files with GOOGLE_CLIENT_ID or COPILOT_CLIENT_ID, and out; status of one or all";
  }

  @Override
  public Options options() {
    return new Options().addOption(Option.builder().longOpt(NO_BROWSER).desc("login, reauth: show the page and open no browser").get())
        .addOption(Option.builder().longOpt(JSON).desc("status: as JSON").get());
  }

  @Override
  public int run(CommandLine typed, Surroundings surroundings) throws Misuse {
    var words = typed.getArgList();
    var action = words.isEmpty() ? "" : words.getFirst();
    if (!List.of("login", "status", "logout", "reauth").contains(action) || words.size() > 2) {
      throw new Misuse("auth: what is to be done?", "auth login NAME, auth status, auth logout NAME or auth reauth NAME");
    }
    try (var ticker = DeadlineTicker.started()) {
      var version = Optional.ofNullable(Auth.class.getPackage().getImplementationVersion()).orElse("development");
      var tokens = new Tokens(TokenStore.ofPerson(surroundings.environment()::get), to -> new HelidonUpstream(to, version, ticker), surroundings.clock(),
          System::nanoTime);
      if (action.equals("status")) {
        return status(tokens, words.size() == 2 ? List.of(words.getLast()) : EnvFileNames.all(surroundings.folder()), typed, surroundings);
      }
      if (words.size() == 1) {
        throw new Misuse("auth " + action + ": for whom?", EnvFileNames.hint(surroundings.folder()));
      }
      var provider = provider(words.getLast(), surroundings);
      var signIn = tokens.signIn(provider.destination()).orElseThrow(() -> without(provider));
      return action.equals("logout") ? logout(signIn, surroundings) : login(provider, signIn, action, typed, surroundings);
    } catch (EnvFaults faults) {
      surroundings.err().println(faults.getMessage());
      return Verbs.MISUSED;
    }
  }

  private static Provider provider(String name, Surroundings surroundings) throws EnvFaults, Misuse {
    var loaded = Settings.load(Optional.of(EnvFileNames.file(surroundings.folder(), name)), surroundings.environment());
    if (loaded.namesMembers()) {
      throw new Misuse("auth: " + name + " is a chain", "name one of its members: " + String.join(", ", loaded.chain().members().stream().map(Provider::name).toList()));
    }
    return loaded.provider();
  }

  private static Misuse without(Provider provider) {
    var way = provider.destination().token().map(token -> token.origin().title()).orElse("no sign-in");
    return new Misuse("auth: " + provider.name() + " has " + way + ", so nobody signs in", "GOOGLE_CLIENT_ID or COPILOT_CLIENT_ID in " + provider.source());
  }

  private static int login(Provider provider, SignIn signIn, String action, CommandLine typed, Surroundings surroundings) {
    if (action.equals("login")) {
      try {
        surroundings.out().println("already signed in" + by(signIn.entry().who()) + "; auth reauth " + provider.name() + " signs in anew");
        return 0;
      } catch (NoToken missing) {
        // That is what a sign-in is for.
      }
    }
    try {
      var entry = signIn.login(person(surroundings, surroundings.terminal() && !typed.hasOption(NO_BROWSER)));
      surroundings.out().println("signed in" + by(entry.who()) + "; the token is kept in " + signIn.path() + " and renewed when it ends");
      return 0;
    } catch (LoginFailed failed) {
      surroundings.err().println("portside: no sign-in: " + failed.why() + "\n  hint: auth " + action + " " + provider.name() + " begins anew; what was kept before is as it was");
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private static String by(String who) {
    return who.isEmpty() ? "" : " as " + who;
  }

  private static Person person(Surroundings surroundings, boolean browser) {
    return (page, code, within) -> {
      surroundings.err().println("Open this page in a browser on this machine, within " + within.toMinutes() + " minutes:\n  " + page);
      code.ifPresent(text -> surroundings.err().println("and type this code there:\n  " + text));
      if (browser) {
        open(page);
      }
    };
  }

  /// Whether that works or not, the page stands there to be opened by hand.
  private static void open(URI page) {
    var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    var command = system.contains("mac") ? List.of("open", page.toString())
        : system.contains("windows") ? List.of("rundll32", "url.dll,FileProtocolHandler", page.toString()) : List.of("xdg-open", page.toString());
    try {
      new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
    } catch (IOException e) {
      // A machine without a browser.
    }
  }

  private static int logout(SignIn signIn, Surroundings surroundings) {
    try {
      var left = signIn.logout();
      surroundings.out().println(left.was() ? "signed out; " + signIn.path() + " is deleted" : "nobody was signed in");
      if (!left.toDo().isEmpty()) {
        surroundings.err().println(left.toDo());
      }
      return 0;
    } catch (LoginFailed failed) {
      surroundings.err().println("portside: not signed out: " + failed.why() + "\n  hint: delete " + signIn.path());
      return FAILED;
    }
  }

  private static int status(Tokens tokens, List<String> names, CommandLine typed, Surroundings surroundings) throws EnvFaults {
    var rows = new ArrayList<AuthStatus.Row>();
    for (var name : names) {
      var loaded = Settings.load(Optional.of(EnvFileNames.file(surroundings.folder(), name)), surroundings.environment());
      for (var member : loaded.chain().members()) {
        AuthStatus.row(member, tokens, surroundings.clock().instant()).filter(row -> !rows.contains(row)).ifPresent(rows::add);
      }
    }
    if (typed.hasOption(JSON)) {
      surroundings.out().println(AuthStatus.json(rows));
    } else if (rows.isEmpty()) {
      surroundings.out().println("no env file has a sign-in, a token command or a service account");
    } else {
      surroundings.out().print(AuthStatus.text(rows, surroundings.paint(typed), surroundings.columns()));
    }
    return rows.stream().allMatch(AuthStatus.Row::good) ? 0 : FAILED;
  }

  /// A length of time in one unit: `42 min`.
  static String length(Duration length) {
    return length.compareTo(Duration.of(2, ChronoUnit.DAYS)) >= 0 ? length.toDays() + " days"
        : length.compareTo(Duration.ofHours(2)) >= 0 ? length.toHours() + " h" : length.compareTo(Duration.ofMinutes(2)) >= 0 ? length.toMinutes() + " min"
        : length.toSeconds() + " s";
  }
}
