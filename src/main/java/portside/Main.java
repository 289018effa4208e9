package portside;

import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.ToIntFunction;
import portside.console.Check;
import portside.console.ResultStream;
import portside.console.Surroundings;
import portside.console.Verbs;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.Tier;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.InstanceSettings;
import portside.provider.settings.InstanceSettings.LogFormat;
import portside.provider.settings.Settings;
import portside.server.CannotListen;

/// The command line: reads the flags and the settings, starts the instance, stops it when told to. Exit codes as `--help` lists them.
public final class Main {
  private static final int FINE = 0;
  private static final int FAILED = 1;

  private Main() {}

  /// Does what the flags say; a started instance keeps the process alive until it is told to stop.
  public static void main(String[] arguments) {
    // Before the first logger, and by its name: to ask the class itself for anything would make the JDK's own manager.
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
    if (arguments.length > 0 && !arguments[0].startsWith("-")) {
      answer(_ -> Verbs.run(arguments, Surroundings.here()));
    }
    try {
      var flags = Flags.parse(arguments);
      switch (flags.verb()) {
        case HELP -> answer(out -> said(Flags.HELP, out));
        case VERSION -> answer(out -> said("portside " + version() + "\n", out));
        case CHECK -> answer(out -> Check.run(flags.env(), flags.port(), System.getenv(), out, System.err) ? FINE : Flags.MISUSED);
        case SERVE -> serve(flags);
      }
    } catch (Flags.Misused | EnvFaults wrong) {
      System.err.println(wrong.getMessage());
      System.exit(Flags.MISUSED);
    }
  }

  /// Ends the process with the exit code of the answer, or of one that could not be written.
  private static void answer(ToIntFunction<PrintStream> answer) {
    var results = ResultStream.install();
    System.exit(results.finish(answer.applyAsInt(System.out), System.err));
  }

  private static int said(String text, PrintStream out) {
    out.print(text);
    return FINE;
  }

  private static void serve(Flags flags) throws EnvFaults {
    Reload.Source source = () -> Settings.load(flags.env(), flags.port(), System.getenv());
    var loaded = source.read();
    var format = loaded.instance().log().format();
    if (format == LogFormat.TEXT) {
      loaded.warnings().forEach(warning -> System.err.println(warning.warning()));
    }
    Log.configure(loaded.instance().logLevel(), format);
    if (format == LogFormat.JSON) {
      loaded.warnings().forEach(warning -> System.getLogger(Main.class.getName()).log(Level.WARNING, warning.warning()));
    }
    try {
      run(loaded, source);
    } catch (CannotListen wrong) {
      fail(cannotListen(wrong, loaded.instance()));
    } catch (RuntimeException | Error bug) {
      System.getLogger(Main.class.getName()).log(Level.ERROR, "the proxy could not be started", bug);
      fail("portside: it failed to start, for a reason of its own; the log says more");
    }
  }

  /// Ends the process at once: the way to the provider may still be in preparation, and what an orderly end would make of that is a stack trace behind
  /// the reason.
  private static void fail(String why) {
    Log.flush();
    System.err.println(why);
    Runtime.getRuntime().halt(FAILED);
  }

  /// An error line and a hint line.
  static String cannotListen(CannotListen wrong, InstanceSettings settings) {
    var listen = settings.listen();
    return "portside: cannot listen on " + listen.authority(listen.port()) + ": " + wrong.getMessage() + "\n  hint: " + switch (wrong.reason()) {
      case HELD -> "set another PORT in " + settings.source() + ", or pass --port";
      case NEEDS_RIGHTS -> "set a PORT of 1024 or more in " + settings.source() + ", or pass --port";
      case NOT_OURS -> "set HOST in " + settings.source() + " to an address of this machine; 127.0.0.1 serves this machine alone, 0.0.0.0 others too";
      case UNKNOWN_HOST -> "check the HOST in " + settings.source() + "; 127.0.0.1 serves this machine alone";
    };
  }

  private static void run(Settings.Loaded loaded, Reload.Source source) throws CannotListen {
    var instance = Instance.start(loaded, source, version());
    var _ = HangupSignal.start(instance::reload); // before anybody reads that it listens
    var settings = loaded.instance();
    var chain = loaded.chain();
    var log = System.getLogger(Main.class.getName());
    log.log(Level.INFO, () -> greeting(settings, chain, instance.port()));
    log.log(Level.INFO, () -> Banner.of(loaded, instance.port(), version()));
    obstacle(instance.routes().current().chain()).ifPresent(obstacle -> log.log(Level.WARNING, "requests are refused: " + obstacle));
    System.setProperty("portside.port", Integer.toString(instance.port())); // for the rehearsal that trains the AOT cache
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
      instance.close();
      Log.flush();
    }));
    ParentWatch.start();
  }

  /// Why nobody can be asked; empty when one can.
  private static Optional<String> obstacle(Chain chain) {
    return chain.members().stream().anyMatch(member -> member.obstacle().isEmpty()) ? Optional.empty() : chain.first().obstacle();
  }

  static String greeting(InstanceSettings settings, Chain chain, int port) {
    var listen = settings.listen();
    var asked = chain.several() ? String.join(", ", chain.members().stream().map(Provider::name).toList()) : chain.first().address();
    return settings.name() + " listens on " + listen.url(port) + (listen.everywhere() ? " and every other address of this machine" : "")
        + ", asks " + asked + ", opus=" + model(chain, Tier.BIG) + " sonnet=" + model(chain, Tier.MIDDLE) + " haiku=" + model(chain, Tier.SMALL);
  }

  /// That of the first in the order.
  private static String model(Chain chain, Tier tier) {
    var target = chain.order(tier).getFirst();
    return chain.model(target, tier).orElse("as asked") + (chain.several() ? " of " + target.member() : "");
  }

  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("development");
  }
}
