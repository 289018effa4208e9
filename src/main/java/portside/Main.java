package portside;

import java.lang.System.Logger.Level;
import java.util.Optional;
import portside.console.Check;
import portside.provider.EnvFaults;
import portside.provider.Provider;
import portside.provider.Settings;

/// The command line: reads the flags and the settings, starts the instance, stops it when told to. Exit codes as `--help` lists them.
public final class Main {
  private static final int FINE = 0;
  private static final int FAILED = 1;

  private Main() {}

  /// Does what the flags say; a started instance keeps the process alive until it is told to stop.
  public static void main(String[] arguments) {
    try {
      var flags = Flags.parse(arguments);
      switch (flags.verb()) {
        case HELP -> System.out.print(Flags.HELP);
        case VERSION -> System.out.println("portside " + version());
        case CHECK -> System.exit(Check.run(flags.env(), flags.port(), System.getenv(), System.out, System.err) ? FINE : Flags.MISUSED);
        case SERVE -> serve(flags);
      }
    } catch (Flags.Misused | EnvFaults wrong) {
      System.err.println(wrong.getMessage());
      System.exit(Flags.MISUSED);
    }
  }

  private static void serve(Flags flags) throws EnvFaults {
    var loaded = Settings.load(flags.env(), flags.port(), System.getenv());
    loaded.warnings().forEach(warning -> System.err.println(warning.warning()));
    var provider = loaded.provider();
    LogLine.configure(provider.logLevel());
    try {
      run(provider);
    } catch (RuntimeException e) {
      System.err.println("portside: cannot listen on " + provider.listen().host() + ":" + provider.listen().port() + ": " + rootCause(e));
      System.err.println("  hint: another process may hold the port; set PORT in " + provider.source() + " or pass --port");
      System.exit(FAILED);
    }
  }

  private static void run(Provider provider) {
    var instance = Instance.start(provider, version());
    var log = System.getLogger(Main.class.getName());
    log.log(Level.INFO, () -> greeting(provider, instance.port()));
    provider.obstacle().ifPresent(obstacle -> log.log(Level.WARNING, "requests are refused: " + obstacle));
    System.setProperty("portside.port", Integer.toString(instance.port())); // for the rehearsal that trains the AOT cache
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(instance::close));
    ParentWatch.start();
  }

  private static String greeting(Provider provider, int port) {
    var models = provider.models();
    return provider.name() + " listens on http://" + provider.listen().host() + ":" + port + ", asks " + provider.address()
        + ", opus=" + models.big() + " sonnet=" + models.middle() + " haiku=" + models.small();
  }

  private static String rootCause(Throwable thrown) {
    var cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Optional.ofNullable(cause.getMessage()).orElse("it failed");
  }

  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("development");
  }
}
