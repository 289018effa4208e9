package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveSettingsTest extends WithEnvFile {
  @Test
  void everySettingStandsThereOnceWithItsOrigin() throws Exception {
    var shown = only(load("OPENAI_BASE_URL=demo:\nPORT=9000 # here\nMAX_RETRIES=\n"));
    assertEquals(Setting.names().toList(), shown.settings().stream().map(EffectiveSettings.Effective::key).toList());
    assertEquals("demo: " + file() + ":1", said(shown, "OPENAI_BASE_URL"));
    assertEquals("9000 " + file() + ":2", said(shown, "PORT"));
    assertEquals("1 default", said(shown, "MAX_RETRIES"));
    assertEquals("none default", said(shown, "HTTPS_PROXY"));
  }

  /// What nobody set is told as it would be typed, also where its kind is not read unless something of it is set.
  @ParameterizedTest
  @CsvSource({
    "HOST, 127.0.0.1", "PORT, 8082", "LOG_LEVEL, INFO", "MAX_BODY_MB, 32", "CONNECT_TIMEOUT, 10", "REQUEST_TIMEOUT, 600", "STREAM_IDLE_TIMEOUT, 300",
    "LEDGER, off", "LEDGER_DAYS, 90", "LEDGER_SYNC, false", "LEDGER_PROJECT, folder", "BILLING, listed", "KEY_STRATEGY, spread", "QUOTA_STOP_AT, 99%",
    "STRATEGY, priority", "BREAKER_FAILURES, 3", "PIN, true", "RELOAD, manual", "COALESCE, false", "SPEED_FLOOR, 0", "MAX_TRIES, 6"
  })
  void defaultsAreTold(String key, String value) throws Exception {
    assertEquals(value + " default", said(only(load("OPENAI_BASE_URL=demo:")), key));
  }

  @Test
  void modelsFollowTheBigOneOrTheProvider() throws Exception {
    var followed = only(load("OPENAI_BASE_URL=https://models.example/v1\nBIG_MODEL=b\nMIDDLE_MODEL=m\n"));
    assertEquals(List.of("b " + file() + ":2", "m " + file() + ":3", "m default"), List.of(said(followed, "BIG_MODEL"), said(followed, "MIDDLE_MODEL"), said(followed, "SMALL_MODEL")));
    var known = load("OPENAI_BASE_URL=https://api.z.ai/api/paas/v4");
    assertEquals(known.provider().models().small() + " default", said(only(known), "SMALL_MODEL"));
  }

  @Test
  void theLastLineCountsUnderTheNameOfTheSetting() throws Exception {
    assertEquals("key " + KeyId.of("sk-two") + " " + file() + ":3", said(only(load("BASE_URL=demo:\nAPI_KEY=sk-one\nAPI_KEY=sk-two\n")), "OPENAI_API_KEY"));
  }

  @Test
  void aPortOfTheCommandLineIsToldAsSuch() throws Exception {
    write("OPENAI_BASE_URL=demo:\nPORT=9000\n");
    assertEquals("9100 --port", said(only(Settings.load(Optional.of(file().toString()), OptionalInt.of(9100), Map.of())), "PORT"));
  }

  @Test
  void theEnvironmentIsAnOrigin() throws Exception {
    assertEquals("7 environment", said(only(Settings.load(Optional.empty(), Map.of("OPENAI_BASE_URL", "demo:", "LEDGER_DAYS", "7"))), "LEDGER_DAYS"));
  }

  @Test
  void prefixedKeysAndUnknownOnesComeLast() throws Exception {
    var shown = only(load("OPENAI_BASE_URL=demo:\nPROT=1\nCUSTOM_HEADER_X_TEAM=blue\nDIALECT_PDF=document_url\nROUTE_1=claude-x -> test\n"));
    var names = shown.settings().stream().map(EffectiveSettings.Effective::key).toList();
    assertEquals(List.of("CUSTOM_HEADER_X_TEAM", "DIALECT_PDF", "ROUTE_1", "PROT"), names.subList(names.size() - 4, names.size()));
    assertEquals("document_url " + file() + ":4", said(shown, "DIALECT_PDF"));
    assertEquals("(no setting, no effect) " + file() + ":2", said(shown, "PROT"));
  }

  /// A chain has its own settings in its file, and each member those of its provider in its own.
  @Test
  void membersHaveTheSettingsOfTheirProviders() throws Exception {
    Files.writeString(folder.resolve(".env-one"), "OPENAI_BASE_URL=demo:\nPORT=1\nMAX_RETRIES=4\n");
    var files = EffectiveSettings.of(load("CHAIN=one\nPORT=9001\n"));
    assertEquals(List.of("test", "one"), files.stream().map(EffectiveSettings::name).toList());
    assertEquals("9001 " + file() + ":2", said(files.getFirst(), "PORT"));
    assertEquals("4 " + folder.resolve(".env-one") + ":3", said(files.getLast(), "MAX_RETRIES"));
    assertEquals(Optional.empty(), find(files.getFirst(), "MAX_RETRIES"));
    assertEquals(Optional.empty(), find(files.getLast(), "PORT"));
  }

  /// SHA-256 of abc begins ba7816.
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "OPENAI_API_KEY       | abc                                     | key ba7816",
    "OPENAI_API_KEY       | abc, sk-xxxx, none                      | key ba7816, (a placeholder, counts as missing), none",
    "OPENAI_API_KEY       | from-client                             | from-client",
    "ANTHROPIC_API_KEY    | abc                                     | key ba7816",
    "CUSTOM_HEADER_X      | abc                                     | key ba7816",
    "HTTPS_PROXY          | http://me:abc@proxy.example:3128        | http://(hidden)@proxy.example:3128",
    "HTTPS_PROXY          | me:a/b@c@proxy.example:3128             | (hidden)@proxy.example:3128",
    "HTTPS_PROXY          | http://proxy.example:3128               | http://proxy.example:3128",
    "WEB_SEARCH           | tavily:abc                              | tavily:key ba7816",
    "WEB_SEARCH           | tavily:abc@https://search.example       | tavily:key ba7816@https://search.example",
    "WEB_SEARCH           | searxng:http://127.0.0.1:8888           | searxng:http://127.0.0.1:8888",
    "OPERATOR_KEY         | abc                                     | key ba7816",
    "ANY_ADDRESS          | postgresql://me:abc@db.example/portside | postgresql://(hidden)@db.example/portside",
    "BIG_MODEL            | abc                                     | abc",
  })
  void secretsAreShownAsIds(String key, String value, String shown) {
    assertEquals(shown, KeyId.shown(key, value));
  }

  @Test
  void noSecretIsInIt() throws Exception {
    var loaded = load("""
        OPENAI_BASE_URL=https://models.example/v1
        BIG_MODEL=b
        API_KEY=hush-1,hush-2
        ANTHROPIC_API_KEY=hush-3
        CUSTOM_HEADER_X_TEAM=hush-4
        HTTPS_PROXY=http://me:hush-5@proxy.example:3128
        WEB_SEARCH=tavily:hush-6
        HUSH=hush-7
        """);
    assertFalse(EffectiveSettings.of(loaded).toString().contains("hush-"), EffectiveSettings.of(loaded).toString());
  }

  private static EffectiveSettings only(Settings.Loaded loaded) {
    var files = EffectiveSettings.of(loaded);
    assertEquals(1, files.size());
    return files.getFirst();
  }

  private static String said(EffectiveSettings settings, String key) {
    return find(settings, key).orElseThrow();
  }

  private static Optional<String> find(EffectiveSettings settings, String key) {
    var all = settings.settings().stream().filter(one -> one.key().equals(key)).collect(Collectors.toList());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().value().orElse("none") + " " + all.getLast().origin());
  }
}
