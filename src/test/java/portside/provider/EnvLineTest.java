package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvLineTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("NAME", "glm", "EMPTY", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      value = {
        "A=b|A|b",
        "A = b |A|b",
        "A=|A|``",
        "A=#c|A|``",
        "export A=b|A|b",
        "export  A=b|A|b",
        "A=b # comment|A|b",
        "A=b c|A|b c",
        "A=\"b # c\" # comment|A|b # c",
        "A='b # c' # comment|A|b # c",
        "A=\"b#c\"|A|b#c",
        "A=b=c|A|b=c",
        "A=it's|A|it's",
        "A=\"'b'\"|A|'b'",
        "A=/${NAME}/x|A|/glm/x",
        "A=\"${NAME}${EMPTY}${NAME}\"|A|glmglm",
        "A='${NAME}'|A|${NAME}",
        "A=$NAME|A|$NAME",
      })
  void reads(String line, String key, String value) throws EnvLine.Malformed {
    var read = EnvLine.read(line.strip());
    assertEquals(key + "=" + value, read.key() + "=" + read.expanded(ENVIRONMENT).strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sk-123|``|has no =",
        "A=b#c|A|holds a # that would cut it",
        "A=\"b|A|has a quote that is not closed on this line",
        "A='b|A|has a quote that is not closed on this line",
        "A='|A|has a quote that is not closed on this line",
        "A=\"b\"c|A|has a quote that is not closed on this line",
        "A=${NAME|A|has ${ without }",
        "A=${OTHER}|A|names ${OTHER}, which is not set in the environment",
        "A=${}|A|names ${}, which is not set in the environment",
      })
  void refuses(String line, String key, String problem) {
    var refused = assertThrows(EnvLine.Malformed.class, () -> EnvLine.read(line).expanded(ENVIRONMENT));
    assertEquals(key + ": " + problem, refused.key() + ": " + refused.getMessage());
  }
}
