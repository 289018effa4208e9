package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FlagsTest {
  @ParameterizedTest
  @MethodSource("lines")
  void reads(String line, Flags flags) throws Exception {
    assertEquals(flags, Flags.parse(line.isEmpty() ? new String[0] : line.split(" ")));
  }

  static List<Object[]> lines() {
    var none = Optional.<String>empty();
    var glm = Optional.of(".env-glm");
    var free = OptionalInt.empty();
    return List.of(
        new Object[] {"", new Flags(Flags.Verb.SERVE, none, free)},
        new Object[] {"--env .env-glm", new Flags(Flags.Verb.SERVE, glm, free)},
        new Object[] {"--env=.env-glm --port=0", new Flags(Flags.Verb.SERVE, glm, OptionalInt.of(0))},
        new Object[] {"--env=a=b", new Flags(Flags.Verb.SERVE, Optional.of("a=b"), free)},
        new Object[] {"--port 9000 --env .env-glm", new Flags(Flags.Verb.SERVE, glm, OptionalInt.of(9000))},
        new Object[] {"--check --env .env-glm", new Flags(Flags.Verb.CHECK, glm, free)},
        new Object[] {"--check", new Flags(Flags.Verb.CHECK, none, free)},
        new Object[] {"--help", new Flags(Flags.Verb.HELP, none, free)},
        new Object[] {"-h", new Flags(Flags.Verb.HELP, none, free)},
        new Object[] {"--version --check", new Flags(Flags.Verb.VERSION, none, free)},
        new Object[] {"--check --version --help", new Flags(Flags.Verb.HELP, none, free)},
        new Object[] {"--help --version", new Flags(Flags.Verb.HELP, none, free)});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--env | --env has no value | such as --env .env-glm",
        "--env= | --env has no value | such as --env .env-glm",
        "--env --check | --env has no value | such as --env .env-glm",
        "--env a --env b | --env stands there twice | one instance has one of it",
        "--port | --port has no value | such as --port 8082",
        "--port x | --port: \"x\" is not a port | a number from 0 to 65535",
        "--port 65536 | --port: \"65536\" is not a port | a number from 0 to 65535",
        "--port=-1 | --port: \"-1\" is not a port | a number from 0 to 65535",
        "--port 1 --port 2 | --port stands there twice | one instance has one of it",
        "--check=yes | --check takes no value | just --check",
        "--evn a | unknown argument --evn | --help shows what there is",
        "serve | unknown argument serve | --help shows what there is",
        ".env=x | unknown argument .env=x | --help shows what there is",
      })
  void refuses(String line, String problem, String hint) {
    assertEquals("portside: " + problem + "\n  hint: " + hint, assertThrows(Flags.Misused.class, () -> Flags.parse(line.split(" "))).getMessage());
  }

  @Test
  void helpNamesEveryFlag() {
    var flags = List.of("--env", "--port", "--check", "--help", "--version");
    assertEquals(flags, flags.stream().filter(Flags.HELP::contains).toList());
  }
}
