package portside.console;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;

/// Where a verb runs.
///
/// @param environment of the process
/// @param folder where env files are looked for: the one the process was started in
/// @param data the folder of what instances keep
/// @param out takes results
/// @param err takes remarks
/// @param terminal whether input and output are one
/// @param columns how wide it is; as wide as a row needs where it is none
/// @param clock tells the time
/// @param zone whose days are meant
public record Surroundings(Map<String, String> environment, Path folder, Path data, PrintStream out, PrintStream err, boolean terminal, int columns,
    Clock clock, ZoneId zone) {
  /// Where nothing is cut to fit.
  public static final int ANY_WIDTH = Integer.MAX_VALUE;

  private static final int USUAL_WIDTH = 80;
  private static final int PATIENCE_MILLIS = 500;

  /// Those of this process.
  public static Surroundings here() {
    System.setProperty("jdk.console", "java.base"); // the other one brings a line editor along
    var terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Surroundings(System.getenv(), Path.of(""), Path.of(System.getProperty("portside.data", "data")), System.out, System.err, terminal,
        terminal ? width(System.getenv()) : ANY_WIDTH, Clock.systemUTC(), ZoneId.systemDefault());
  }

  /// How texts are coloured.
  ///
  /// @param typed may say `--color=always` or `never`
  public Paint paint(CommandLine typed) {
    return Paint.of(typed.getOptionValue(Verbs.COLOR, "auto"), terminal, environment);
  }

  /// A shell tells no width to what it starts, so `stty` (POSIX) is asked.
  private static int width(Map<String, String> environment) {
    return number(environment.getOrDefault("COLUMNS", "")).or(Surroundings::askedWidth).orElse(USUAL_WIDTH);
  }

  private static Optional<Integer> askedWidth() {
    try {
      var stty = new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      var said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      return number(said.substring(said.indexOf(' ') + 1));
    } catch (IOException e) {
      return Optional.empty(); // a system without it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[1-9][0-9]{0,4}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
