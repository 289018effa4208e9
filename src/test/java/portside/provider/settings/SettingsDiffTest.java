package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsDiffTest {
  private static final String MODELS = "\nBIG_MODEL=m\nMIDDLE_MODEL=m\nSMALL_MODEL=m\n";

  @TempDir private Path folder;

  @Test
  void nothingChanged() throws Exception {
    assertEquals(List.of(), plain("OPENAI_BASE_URL=https://a.example/v1\nOPENAI_API_KEY=k", "# new\nOPENAI_API_KEY = k\nBASE_URL=https://a.example/v1"));
  }

  @Test
  void noSecretIsShown() throws Exception {
    assertEquals(
        List.of("OPENAI_API_KEY key 2 changed", "OPENAI_API_KEY key 3 added", "ANTHROPIC_API_KEY key 1 added", "CUSTOM_HEADER_X_KEY changed",
            "HTTPS_PROXY changed", "SOME_KEY changed", "WEB_SEARCH added (takes effect after a restart)", "NO_PROXY: x.example → not set"),
        plain("OPENAI_BASE_URL=https://a.example/v1\nOPENAI_API_KEY=k1,k2\nCUSTOM_HEADER_X_KEY=s1\nHTTPS_PROXY=http://u:s1@p.example:1\nSOME_KEY=s1"
            + "\nNO_PROXY=x.example",
            "OPENAI_BASE_URL=https://a.example/v1\nOPENAI_API_KEY=k1,s2,k3\nANTHROPIC_API_KEY=s2\nCUSTOM_HEADER_X_KEY=s2"
                + "\nHTTPS_PROXY=http://u:s2@p.example:1\nSOME_KEY=s2\nWEB_SEARCH=tavily:s2"));
  }

  @Test
  void membersComeAndGo() throws Exception {
    Files.writeString(folder.resolve(".env-a"), "OPENAI_BASE_URL=https://a.example\nOPENAI_API_KEY=k\nPORT=1" + MODELS);
    Files.writeString(folder.resolve(".env-b"), "OPENAI_BASE_URL=https://b.example\nOPENAI_API_KEY=k" + MODELS);
    Files.writeString(folder.resolve(".env-c"), "OPENAI_BASE_URL=https://c.example\nOPENAI_API_KEY=k" + MODELS);
    var before = load("CHAIN=a,b\n");
    Files.writeString(folder.resolve(".env-a"), "OPENAI_BASE_URL=https://a2.example\nOPENAI_API_KEY=k\nPORT=2" + MODELS);
    assertEquals(List.of("+ c", "- b", "CHAIN: a,b → c,a", "STRATEGY: not set → random",
            "SHARED_STATE: not set → false (takes effect after a restart)", "a: OPENAI_BASE_URL: https://a.example → https://a2.example"),
        SettingsDiff.between(before, load("CHAIN=c,a\nSTRATEGY=random\nSHARED_STATE=false\n")));
  }

  @Test
  void whatIsKnownOfModelsToo() throws Exception {
    var plain = "OPENAI_BASE_URL=https://a.example/v1\nOPENAI_API_KEY=k" + MODELS;
    var without = load(plain);
    Files.writeString(folder.resolve("models.json"), "{\"m*\":{\"context_window\":1000},\"n\":{\"context_window\":7}}");
    var one = load(plain);
    Files.writeString(folder.resolve("models.json"), "{\"m*\":{\"context_window\":2000},\"n\":{\"context_window\":7,\"source\":\"card\"}}");
    assertEquals(List.of("models.json: m*, n"), SettingsDiff.between(without, one));
    assertEquals(List.of("models.json: m*"), SettingsDiff.between(one, load(plain)));
    assertEquals(List.of(folder.resolve(".env-x"), folder.resolve("models.json")), one.sources());
  }

  private List<String> plain(String before, String after) throws EnvFaults, IOException {
    var first = load(before + MODELS);
    return SettingsDiff.between(first, load(after + MODELS));
  }

  private Settings.Loaded load(String text) throws EnvFaults, IOException {
    var file = Files.writeString(folder.resolve(".env-x"), text);
    return Settings.load(Optional.of(file.toString()), Map.of());
  }
}
