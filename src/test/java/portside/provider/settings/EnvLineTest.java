package portside.provider.settings;

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
      quoteCharacter = '^',
      value = {
        "A=b|A|b",
        "A = b |A|b",
        "A=|A|^^",
        "A=#c|A|^^",
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
        "A='$NAME'|A|$NAME",
        "A='`b`'|A|`b`",
        "A=a$|A|a$",
        "A=$1|A|$1",
        "A=pa$$word|A|pa$$word",
      })
  void reads(String line, String key, String value) throws EnvLine.Malformed {
    var read = EnvLine.read(line.strip());
    assertEquals(key + "=" + value, read.key() + "=" + read.expanded(ENVIRONMENT).strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "sk-123|^^|has no =",
        "A=b#c|A|holds a # that would cut it",
        "A=\"b|A|has a quote that is not closed on this line",
        "A='b|A|has a quote that is not closed on this line",
        "A='|A|has a quote that is not closed on this line",
        "A=\"b\"c|A|has a quote that is not closed on this line",
        "A=${NAME|A|has ${ without }",
        "A=${OTHER}|A|names ${OTHER}, which is not set in the environment",
        "A=${}|A|has ${…} with something else than a name in it",
        "A=${NAME:-x}|A|has ${…} with something else than a name in it",
        "A=${sk-4711}|A|has ${…} with something else than a name in it",
        "A=${gsk_4711Ab}|A|names ${…}, which is not set in the environment",
        "A=$OTHER|A|is the name of a variable, which is not replaced in this form",
        "A=$NAME|A|is the name of a variable, which is not replaced in this form",
        "A=\"$name\"|A|is the name of a variable, which is not replaced in this form",
        "A=$env:NAME|A|is the name of a variable, which is not replaced in this form",
        "A=%NAME%|A|is the name of a variable, which is not replaced in this form",
        "A=$(cat key)|A|is a command, and none is run here",
        "A=`cat key`|A|is a command, and none is run here",
      })
  void refuses(String line, String key, String problem) {
    var refused = assertThrows(EnvLine.Malformed.class, () -> EnvLine.read(line).expanded(ENVIRONMENT));
    assertEquals(key + ": " + problem, refused.key() + ": " + refused.getMessage());
  }
}
