package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Fields are shown with `|` between them and the lines of a fault with `/`.
class SupervisorFactsTest {
  private static final String PLAIN = "OPENAI_BASE_URL=https://llm.example/v1\nOPENAI_API_KEY=sk-secret\n";

  @TempDir Path folder;

  @Test
  void oneLinePerFileInTheirOrder() throws Exception {
    var first = write("first", PLAIN + "BIG_MODEL=b\nMIDDLE_MODEL=m\nPORT=8090\n");
    var second = write("second", "OPENAI_BASE_URL=demo:\nBIG_MODEL=b\nHOST=0.0.0.0\nANTHROPIC_API_KEY=my-secret\n");
    assertEquals(
        """
        127.0.0.1|8090|llm.example|b|m|m|ANTHROPIC_BASE_URL=http://localhost:8090 ANTHROPIC_AUTH_TOKEN=dummy CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default|
        *|8082|demo|b|b|b|ANTHROPIC_BASE_URL=http://localhost:8082 ANTHROPIC_AUTH_TOKEN='<a key of ANTHROPIC_API_KEY in FOLDER/.env-second>'\
         CLAUDE_CODE_AUTO_COMPACT_WINDOW=200000 CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default|
        """,
        print(first, second));
  }

  @Test
  void theLastOfTwoLinesCountsAndAnEmptyOneIsTheDefault() throws Exception {
    var file = write("glm", "PORT=20001\nBIG_MODEL=old\n" + PLAIN + "BIG_MODEL=new\nPORT=\n");
    assertEquals("127.0.0.1|8082|llm.example|new|new|new", print(file).substring(0, 38));
  }

  @Test
  void aFaultyFileHasItsFaultsAlone() throws Exception {
    var file = write("glm", PLAIN + "BIG_MODEL=b\nPORT=80a2\nMAX_RETRIES=x\n");
    assertEquals(
        "|||||||FOLDER/.env-glm:4: PORT: \"80a2\" is not a number/  hint: a whole number from 0 to 65535; 8082 is the default"
            + "/FOLDER/.env-glm:5: MAX_RETRIES: \"x\" is not a number/  hint: a whole number from 0 to 10; 1 is the default\n",
        print(file));
  }

  @Test
  void anyFreePortIsAFaultForAProgramThatHasToKnowIt() throws Exception {
    assertEquals(
        "|||||||FOLDER/.env-glm: PORT: 0 takes any free port, and the supervisor has to know which/  hint: a number from 1 to 65535\n",
        print(write("glm", PLAIN + "BIG_MODEL=b\nPORT=0\n")));
  }

  @Test
  void aFileThatIsNotThereIsAFaultOfItsOwnLine() throws Exception {
    var lines = print(folder.resolve("none").toString(), write("glm", PLAIN + "BIG_MODEL=b\n")).lines().toList();
    assertEquals("|||||||FOLDER/none: there is no such file", lines.getFirst().split("/  hint")[0]);
    assertEquals("127.0.0.1|8082|", lines.getLast().substring(0, 15));
  }

  @Test
  void controlCharactersAreNoPartOfAField() throws Exception {
    assertEquals("127.0.0.1|8082|llm.example|b?[2J?c", print(write("glm", PLAIN + "BIG_MODEL=b\u001b[2J\u001fc\n")).substring(0, 34));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,       127.0.0.1,       http://localhost:8082",
    "localhost,       127.0.0.1,       http://localhost:8082",
    "127.0.0.2,       127.0.0.2,       http://127.0.0.2:8082",
    "0.0.0.0,         *,               http://localhost:8082",
    "::,              *,               http://localhost:8082",
    "[::1],           0:0:0:0:0:0:0:1, http://[::1]:8082",
    "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1, http://[0:0:0:0:0:0:0:1]:8082",
    "192.0.2.7,       192.0.2.7,       http://192.0.2.7:8082",
  })
  void anAddressHasOneSpellingAndAUrlThatCanBePasted(String host, String address, String url) throws Exception {
    var fields = print(write("glm", PLAIN + "BIG_MODEL=b\nANTHROPIC_API_KEY=k\nHOST=" + host + "\n")).split("\\|");
    assertEquals(List.of(address, "ANTHROPIC_BASE_URL=" + url), List.of(fields[0], fields[6].split(" ")[0]));
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5.1, gpt-4.1, CLAUDE_CODE_AUTO_COMPACT_WINDOW=400000",
    "gpt-4.1, gpt-5.1, CLAUDE_CODE_AUTO_COMPACT_WINDOW=400000",
    "gpt-4.1, gpt-4.1, CLAUDE_CODE_GATEWAY_HINT_HEADERS=1", // holds what the client assumes
  })
  void theSmallestWindowOfTheLeadingModelsIsTold(String big, String middle, String afterToken) throws Exception {
    var models = "BIG_MODEL=" + big + "\nMIDDLE_MODEL=" + middle + "\nSMALL_MODEL=gpt-4o\n";
    var line = print(write("openai", "OPENAI_BASE_URL=https://api.openai.com/v1\n" + models));
    assertEquals(afterToken, line.split(" ")[2]);
  }

  @ParameterizedTest
  @CsvSource({"32768, CLAUDE_CODE_AUTO_COMPACT_WINDOW=32768", "999999, CLAUDE_CODE_AUTO_COMPACT_WINDOW=999999", "1000000, CLAUDE_CODE_GATEWAY_HINT_HEADERS=1"})
  void aSettingKnowsTheWindowBetter(long window, String afterToken) throws Exception {
    var line = print(write("vllm", PLAIN + "BIG_MODEL=b\nDIALECT_CONTEXT_WINDOW=" + window + "\n"));
    assertEquals(afterToken, line.split(" ")[2]);
  }

  @Test
  void aChainNamesItsMembersAndTheModelsOfTheFirstInEachOrder() throws Exception {
    write("glm", PLAIN + "BIG_MODEL=g\nSMALL_MODEL=gs\nPORT=8082\n");
    write("kimi", "OPENAI_BASE_URL=demo:\n");
    var chain = write("chain", "CHAIN=glm,kimi\nCHAIN_MIDDLE=kimi:k-mid,glm\nCHAIN_SMALL=glm:passthrough\nPORT=8079\n");
    assertEquals("127.0.0.1|8079|chain of glm, kimi|g|k-mid|as asked|ANTHROPIC_BASE_URL=http://localhost:8079 ANTHROPIC_AUTH_TOKEN=dummy"
        + " CLAUDE_CODE_AUTO_COMPACT_WINDOW=200000 CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default|\n", print(chain));
    assertEquals("|||||||FOLDER/.env-chain:1: CHAIN: there is no file .env-kimy for kimy/  hint: did you mean kimi?\n", print(write("chain", "CHAIN=glm,kimy\n")));
  }

  @Test
  void aQuoteInAPathIsSafeToPaste() throws Exception {
    var line = print(write("it's", PLAIN + "BIG_MODEL=b\nANTHROPIC_API_KEY=k\n"));
    assertEquals("ANTHROPIC_AUTH_TOKEN='<a key of ANTHROPIC_API_KEY in FOLDER/.env-it'\\''s>'", line.split("ANTHROPIC_BASE_URL=\\S+ ")[1].split(" CLAUDE_CODE")[0]);
  }

  private String write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(".env-" + name), text).toString();
  }

  private String print(String... files) {
    var out = new ByteArrayOutputStream();
    SupervisorFacts.print(List.of(files), Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).replace(folder.toString(), "FOLDER").replace('\u001f', '|').replace('\u001e', '/');
  }
}
