package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.settings.Settings;

/// Which secrets of an env file are taken out of a text, and in which forms.
class SecretRedactorTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "OPENAI_API_KEY=12345678                             | key 12345678.           | key (hidden).",
    "OPENAI_API_KEY=1234567                              | key 1234567.            | key 1234567.",
    "OPENAI_API_KEY=abcd/efgh                            | abcd/efgh and abcd\\/efgh | (hidden) and (hidden)",
    "CUSTOM_HEADER_X_KEY=blue-secret                     | blue-secret             | (hidden)",
    "CUSTOM_HEADER_AUTHORIZATION=Bearer quietly-unusual  | Bearer quietly-unusual, quietly-unusual | (hidden), (hidden)",
    "CUSTOM_HEADER_AUTHORIZATION=Bearer short            | Bearer short and short  | (hidden) and short",
  })
  void whatIsHidden(String setting, String text, String shown) throws Exception {
    var key = setting.startsWith("OPENAI_API_KEY") ? "" : "OPENAI_API_KEY=another-key\n";
    var file = Files.writeString(folder.resolve(".env-test"),
        "OPENAI_BASE_URL=http://127.0.0.1:1/v1\n" + key + "BIG_MODEL=big\nMIDDLE_MODEL=big\nSMALL_MODEL=big\n" + setting + "\n");
    assertEquals(shown, SecretRedactor.of(Settings.load(Optional.of(file.toString()), Map.of()).provider()).apply(text));
  }
}
