package portside.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.MissingToken.Mend;
import portside.provider.NoToken;
import portside.provider.Secret;
import portside.provider.TokenOrigin;

/// What a program prints becomes the token, or an error that names what is wrong.
@Timeout(60)
class TokenCommandTest {
  @TempDir Path folder;

  private static TokenCommand command(String... words) {
    return new TokenCommand("OPENAI_TOKEN_COMMAND", new TokenOrigin.Command(Stream.of(words).map(Secret::new).toList()));
  }

  private static String failure(TokenCommand command) {
    var missing = assertThrows(NoToken.class, () -> command.fetch(null)).missing();
    assertEquals(Mend.SETTING, missing.mend());
    assertFalse(missing.why().contains("geheim"), missing.why());
    return missing.why();
  }

  @ParameterizedTest
  @CsvSource({"printf tok-1", "echo tok-1", "printf \\n\\ttok-1\\r\\n\\n"})
  void whatItPrintsIsTheToken(String line) throws Exception {
    assertEquals(new TokenFetch.Fetched(new Secret("tok-1"), Duration.ofMinutes(45), Duration.ofMinutes(45)), command(line.split(" ")).fetch(null));
  }

  @Test
  void noShellReadsItsArguments() throws Exception {
    assertEquals("$HOME;`id`", command("printf", "%s", "$HOME;`id`").fetch(null).token().reveal());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "exit 3                                   | OPENAI_TOKEN_COMMAND ended with exit code 3; run it in a shell to see why",
    "echo geheim; echo geheim >&2; exit 1     | OPENAI_TOKEN_COMMAND ended with exit code 1; run it in a shell to see why",
    "true                                     | OPENAI_TOKEN_COMMAND printed nothing; run it in a shell to see why",
    "echo; echo                               | OPENAI_TOKEN_COMMAND printed nothing; run it in a shell to see why",
    "echo geheim; echo geheim                 | OPENAI_TOKEN_COMMAND printed more than one line; it must print the token alone",
    "echo Bearer geheim                       | OPENAI_TOKEN_COMMAND printed a space or a character that no token has; it must print the token alone",
    "printf geheim%020000d 1                  | OPENAI_TOKEN_COMMAND printed more than 16384 bytes; it must print the token alone",
    "yes geheim                               | OPENAI_TOKEN_COMMAND printed more than 16384 bytes; it must print the token alone",
  })
  void whatIsNoTokenIsAnError(String script, String why) {
    assertEquals(why, failure(command("sh", "-c", script)));
  }

  @Test
  void aProgramThatIsNotThereIsAnError() {
    assertEquals("OPENAI_TOKEN_COMMAND names a program that is not found or cannot be run; give its whole path",
        failure(command(folder.resolve("nothing-geheim").toString())));
  }

  @Test
  void aTokenOfSixteenKilobytesIsOne() throws Exception {
    assertEquals(16384, command("sh", "-c", "printf %016384d 1").fetch(null).token().reveal().length());
  }

  @Test
  void itHasNoInput() throws Exception {
    assertEquals("end", command("sh", "-c", "read answer || printf end").fetch(null).token().reveal());
  }

  /// The program and what it has started are ended.
  @Test
  void itHasALimit() throws Exception {
    var pid = folder.resolve("pid");
    var words = List.of("sh", "-c", "sleep 600 & echo $! > " + pid + "; wait").stream().map(Secret::new).toList();
    assertEquals("OPENAI_TOKEN_COMMAND did not end in 1 seconds; run it in a shell to see why",
        failure(new TokenCommand("OPENAI_TOKEN_COMMAND", new TokenOrigin.Command(words), Duration.ofSeconds(1))));
    var child = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    child.ifPresent(process -> process.onExit().join());
    assertTrue(child.filter(ProcessHandle::isAlive).isEmpty());
    assertEquals(Duration.ofSeconds(20), TokenCommand.LIMIT);
  }
}
