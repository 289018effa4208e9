package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Secret;

class EnvFileTest {
  @TempDir Path folder;

  @Test
  void keepsKeysValuesAndLines() throws Exception {
    var raw = read("# a comment\r\n\r\nexport A=1\r\n  # another\r\nB=\"2 # 3\" # of b\r\n");
    assertEquals(List.of(entry("A", "1", 3), entry("B", "2 # 3", 5)), raw.entries());
    assertEquals(List.of(), raw.faults());
  }

  @Test
  void byteOrderMarkIsNoPartOfTheFirstKey() throws Exception {
    assertEquals(List.of(entry("A", "1", 1)), read("\uFEFFA=1\n").entries());
  }

  @Test
  void theEnvironmentNeverComesBeforeTheFile() throws Exception {
    var path = write("PATH=mine\nCOPY=${PATH}\n");
    var raw = EnvFile.read(path, Map.of("PATH", "/bin"));
    assertEquals(List.of(entry("PATH", "mine", 1), entry("COPY", "/bin", 2)), raw.entries());
  }

  @Test
  void everyBadLineIsAFaultAndTheOthersAreRead() throws Exception {
    var raw = read("A=1\nnothing\nB=\"2\nC=3#4\nD D=5\nE=${NOWHERE}\nF=6\n");
    assertEquals(List.of(entry("A", "1", 1), entry("F", "6", 7)), raw.entries());
    assertEquals(
        List.of(
            fault(2, "", "has no =", "write KEY=value; a comment begins with #"),
            fault(3, "B", "has a quote that is not closed on this line", "close it, or leave the quotes out"),
            fault(4, "C", "holds a # that would cut it", "put the value in double quotes, or a space before the # of a comment"),
            fault(5, "", "is not a KEY=value line", "write KEY=value, with the value in double quotes if it holds special characters"),
            fault(6, "E", "names ${NOWHERE}, which is not set in the environment", "export NOWHERE=… before the start")),
        raw.faults());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "OPENAI_API_KEY=sk-ab%cd3f | OPENAI_API_KEY",
        "OPENAI_API_KEY=sk-ab%Cd3fGh= | OPENAI_API_KEY",
        "OPENAI_API_KEY=sk-ab%Cd/3f+Gh== | OPENAI_API_KEY",
        "OPENAI_API_KEY=sk-ab%cd=3f=g | OPENAI_API_KEY",
        "OPENAI_API_KEY=sk-ab%3fGh Jk=x | OPENAI_API_KEY",
        "OPENAI_API_KEY=\"sk-ab%cd3f\" | OPENAI_API_KEY",
        "export ANTHROPIC_API_KEY=ab%Cd3f4g= | ANTHROPIC_API_KEY",
        "CUSTOM_HEADER_X_KEY=ab%Cd3f4g= | CUSTOM_HEADER_X_KEY",
        "WEB_SEARCH=tavily:ab%Cd3f4g= | WEB_SEARCH",
      })
  void aKeyOverTwoLinesIsRecognisedAndNotShown(String lines, String key) throws Exception {
    var faults = read(lines.replace('%', '\n') + "\nPORT=1\n").faults();
    assertEquals(fault(2, "", "looks like the rest of " + key + " in the line above", "put the whole value on one line"), faults.getLast());
    assertEquals(List.of(), faults.stream().filter(found -> found.fault().matches("(?s).*([Cc]d|3f).*")).toList());
  }

  @ParameterizedTest
  @CsvSource({"PORT=1", "MY_NOTE=1", "port=1", "#rest", "''"})
  void aLineOfItsOwnBehindAKeyIsNotItsRest(String line) throws Exception {
    assertEquals(List.of(), read("OPENAI_API_KEY=sk-ab\n" + line + "\n").faults());
  }

  @Test
  void aDollarInFrontOfANameIsWorthAWarning() throws Exception {
    var problem = "holds a $NAME, which is not replaced in this form";
    var hint = "write ${NAME} for the value of a variable; in single quotes the text stays as it is";
    assertEquals(
        List.of(fault(1, "A", problem, hint), fault(2, "B", problem, hint)),
        read("A=https://$HOME/v1\nB=\"Bearer $token\"\nC='Bearer $TOKEN'\nD=pa$$WORD\nE=$2y$10\nF=\\$HOME\n").warnings());
  }

  @Test
  void aFolderIsNamedAsSuch() throws Exception {
    Files.createDirectories(folder.resolve("env"));
    var wrong = assertThrows(EnvFaults.class, () -> EnvFile.find("env", folder, List.of()));
    assertEquals("env: is a folder\n  hint: name the file in it, such as env/.env-glm", wrong.getMessage());
  }

  @Test
  void aKeySetTwiceIsWorthAWarning() throws Exception {
    assertEquals(List.of(fault(3, "A", "was already set in line 1", "the last one counts; remove the other")), read("A=1\nB=2\nA=3\n").warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPENAI_API_KEY=sk-1 | rw-r--r-- | true",
        "OPENAI_API_KEY=sk-1 | rw-rw---- | true",
        "OPENAI_API_KEY=sk-1 | rw------- | false",
        "OPENAI_API_KEY=sk-1 | r-------- | false",
        "OPENAI_API_KEY= | rw-r--r-- | false",
        "OPENAI_API_KEY=your-api-key-here | rw-r--r-- | false",
        "OPENAI_API_KEY=${KEY} | rw-r--r-- | false",
        "ANTHROPIC_API_KEY=mine | rw-r--r-- | true",
        "CUSTOM_HEADER_X_KEY=v | rw-r--r-- | true",
        "HTTPS_PROXY=http://u:p@proxy | rw-r--r-- | true",
        "WEB_SEARCH=tavily:k | rw-r--r-- | true",
        "WEB_SEARCH=SearXNG:http://x | rw-r--r-- | false",
        "OPENAI_API_KEY=none | rw-r--r-- | false",
        "OPENAI_API_KEY=from-client | rw-r--r-- | false",
        "API_KEY=from-client:any-host | rw-r--r-- | false",
        "OPENAI_API_KEY=sk-1 | rw--w---- | true",
        "OPENAI_API_KEY=sk-1 | rw-----w- | true",
        "HTTPS_PROXY=http://proxy | rw-r--r-- | false",
        "PORT=1 | rw-r--r-- | false",
      })
  void onlyAFileThatHoldsAKeyMustBeClosed(String line, String mode, boolean warned) throws Exception {
    var path = write(line + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    var warning = new Finding(path.toString(), 0, "", "holds a key and is open to other users", "chmod 600 " + path);
    assertEquals(warned ? List.of(warning) : List.of(), EnvFile.read(path, Map.of("KEY", "sk-2")).warnings());
  }

  @Test
  void whatIsNoTextIsRefused() throws Exception {
    var path = folder.resolve(".env-test");
    Files.write(path, "A=é".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(path + ": is not UTF-8 text\n  hint: save it as UTF-8", assertThrows(EnvFaults.class, () -> EnvFile.read(path, Map.of())).getMessage());
  }

  @Test
  void aFileOfAMebibyteIsReadAndNoLargerOne() throws Exception {
    var comment = "#" + "x".repeat((1 << 20) - 1);
    assertEquals(List.of(), read(comment).entries());
    var path = write(comment + "x");
    assertEquals(path + ": is larger than 1 MiB\n  hint: an env file holds a few lines of KEY=value",
        assertThrows(EnvFaults.class, () -> EnvFile.read(path, Map.of())).getMessage());
  }

  @Test
  void isFoundAsGivenThenInEnvThenElsewhere() throws Exception {
    var elsewhere = Files.createDirectories(folder.resolve("jar"));
    var last = touch("jar/env/.env-a");
    assertEquals(last, EnvFile.find(".env-a", folder, List.of(elsewhere)));
    var second = touch("env/.env-a");
    assertEquals(second, EnvFile.find(".env-a", folder, List.of(elsewhere)));
    var first = touch(".env-a");
    assertEquals(first, EnvFile.find(".env-a", folder, List.of(elsewhere)));
    assertEquals(first, EnvFile.find(first.toString(), Path.of("/nowhere"), List.of()));
  }

  @Test
  void theHintListsThePlacesLookedAt() {
    var missing = assertThrows(EnvFaults.class, () -> EnvFile.find(".env-b", Path.of("here"), List.of(Path.of("there"))));
    assertEquals(".env-b: there is no such file\n  hint: looked for here/.env-b, here/env/.env-b, there/env/.env-b", missing.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    ".env-glm,glm",
    ".env.glm,glm",
    "glm.env,glm",
    ".env,default",
    ".env-kimi-k2,kimi-k2",
    ".env-glm.example,glm",
    "settings,settings"
  })
  void theFileNamesTheInstance(String file, String name) {
    assertEquals(name, EnvFile.name(Path.of("env").resolve(file)));
  }

  private RawSettings read(String text) throws Exception {
    return EnvFile.read(write(text), Map.of());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve(".env-test"), text);
  }

  private Path touch(String name) throws IOException {
    var path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "");
  }

  private Finding fault(int line, String key, String problem, String hint) {
    return new Finding(folder.resolve(".env-test").toString(), line, key, problem, hint);
  }

  private static RawSettings.Entry entry(String key, String value, int line) {
    return new RawSettings.Entry(key, new Secret(value), line);
  }
}
