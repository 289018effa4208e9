package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class VerbsTest {
  /// Says what it was given.
  private static final class Echo implements Verb {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public String synopsis() {
      return "[WORD…] [--loud N]";
    }

    @Override
    public String purpose() {
      return "says it";
    }

    @Override
    public Options options() {
      return new Options().addOption(Option.builder("l").longOpt("loud").hasArg().argName("N").desc("how loud").get());
    }

    @Override
    public int run(CommandLine typed, Surroundings surroundings) {
      surroundings.out().print(surroundings.paint(typed).text(Paint.Role.BAD, typed.getArgList() + " " + typed.getOptionValue("loud")));
      return 7;
    }
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(boolean terminal, Map<String, String> environment, String... typed) {
    var surroundings = new Surroundings(environment, Path.of(""), Path.of("data"), new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), terminal, 80, Clock.systemUTC(), ZoneOffset.UTC);
    return Verbs.run(List.of(new Echo()), typed, surroundings);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theVerbGetsWordsAndFlagsAndSaysTheExitCode() {
    assertEquals(7, run(false, Map.of(), "echo", "a", "--loud", "3", "b"));
    assertEquals("[a, b] 3", out());
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "shout         | portside: 'shout' is no verb",
    "echo --quiet  | portside: echo: unknown flag --quiet",
    "echo --lou 3  | portside: echo: unknown flag --lou",
    "echo --loud   | portside: echo: --loud has no value",
    "echo --color=red | portside: --color: \"red\" is not known",
  })
  void whatCannotBeUsedIsNamedWithAHint(String typed, String problem) {
    assertEquals(Verbs.MISUSED, run(false, Map.of(), typed.split(" ")));
    var lines = err.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(problem, lines.getFirst());
    assertTrue(lines.get(1).startsWith("  hint: "), lines.get(1));
    assertEquals("", out());
  }

  @ParameterizedTest
  @CsvSource({
    "true,  xterm, '', '',             true",
    "false, xterm, '', '',             false",
    "true,  dumb,  '', '',             false",
    "true,  xterm, 1,  '',             false",
    "true,  xterm, 1,  --color=always, true",
    "false, dumb,  '', --color=always, true",
    "true,  xterm, '', --color=never,  false",
  })
  void coloursAreForTerminals(boolean terminal, String term, String noColor, String flag, boolean coloured) {
    var typed = flag.isEmpty() ? new String[] {"echo"} : new String[] {"echo", flag};
    run(terminal, Map.of("TERM", term, "NO_COLOR", noColor), typed);
    assertEquals(coloured ? "\033[31m[] null\033[0m" : "[] null", out());
  }

  @Test
  void helpShowsTheFlagsOfAVerb() {
    assertEquals(0, run(false, Map.of(), "echo", "--help"));
    assertEquals("""
        usage: java -jar proxy.jar echo [WORD…] [--loud N]
        says it

          -l, --loud N      how loud
              --color WHEN  always, never or auto: on a terminal, unless NO_COLOR is set
          -h, --help        this text
        """, out());
  }

  @Test
  void everyVerbHasALineInHelp() {
    var help = Help.all(Verbs.ALL, Surroundings.ANY_WIDTH);
    Verbs.ALL.forEach(verb -> assertTrue(help.contains("  " + verb.name() + " "), help));
  }

  @Test
  void helpBreaksBetweenWords() {
    for (var verb : Verbs.ALL) {
      for (var columns = 60; columns <= 200; columns += 20) {
        var limit = columns;
        for (var help : List.of(Help.all(Verbs.ALL, columns), Help.text(verb, Verbs.options(verb), columns))) {
          assertTrue(help.lines().allMatch(line -> line.length() <= limit), columns + ":\n" + help);
          assertFalse(help.lines().anyMatch(line -> line.endsWith(" ")), help);
        }
      }
    }
  }
}
