package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.Credential;
import portside.provider.Tier;

/// Where the client's own token may go.
class FromClientTest extends WithEnvFile {
  @ParameterizedTest
  @ValueSource(strings = {"https://api.anthropic.com", "https://API.anthropic.com/v1", "https://api.anthropic.com:443"})
  void itGoesToAnthropic(String url) throws Exception {
    var provider = load("OPENAI_BASE_URL=" + url + "\nOPENAI_API_KEY=from-client\nBIG_MODEL=b\n").provider();
    assertEquals(List.of(new Credential.Client()), provider.destination().credentials());
    assertEquals(Optional.empty(), provider.missingKey());
  }

  @ParameterizedTest
  @CsvSource({"https://api.anthropic.com, 0", "https://api.anthropic.com/v1, 1"})
  void theLayerForOpenAisClientsKnowsNoPlans(String url, int warnings) throws Exception {
    var loaded = load("OPENAI_BASE_URL=" + url + "\nOPENAI_API_KEY=from-client\n");
    assertEquals(Collections.nCopies(warnings, "leave out /v1"), loaded.warnings().stream().map(Finding::hint).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "https://llm.example/v1", "http://api.anthropic.com", "https://api.anthropic.com.example",
    "http://localhost:9/api.anthropic.com", "demo:"})
  void aStrangerDoesNotGetItByMistake(String url) {
    var faults = faults("OPENAI_BASE_URL=" + url + "\nOPENAI_API_KEY=from-client\nBIG_MODEL=b\n").faults();
    var hint = "put a key of this provider there. Only where that host is your own, or known to take the token to Anthropic, write from-client:any-host";
    assertEquals(List.of(hint), faults.stream().map(Finding::hint).toList());
  }

  @Test
  void aPersonMaySayThatItGoesElsewhere() throws Exception {
    var provider = load("OPENAI_BASE_URL=http://llm.example/v1\nOPENAI_API_KEY=from-client:any-host\nBIG_MODEL=b\n").provider();
    assertEquals(List.of(new Credential.Client()), provider.destination().credentials());
  }

  @ParameterizedTest
  @ValueSource(strings = {"from-client,sk-1", "sk-1, from-client", "from_client", "FROM-CLIENT", "fromclient", "from client", "from-client:anyhost", "from-client:"})
  void whatIsMeantSoIsNoKey(String typed) {
    var faults = faults("OPENAI_BASE_URL=https://api.anthropic.com\nBIG_MODEL=b\nOPENAI_API_KEY=" + typed + "\n").faults();
    assertEquals(List.of("says from-client in a way that is not understood"), faults.stream().map(Finding::problem).toList());
  }

  @Test
  void aKeyThatOnlyHoldsTheWordIsAKey() throws Exception {
    var provider = load("OPENAI_BASE_URL=https://api.anthropic.com\nBIG_MODEL=b\nOPENAI_API_KEY=sk-from-client\n").provider();
    assertEquals(List.of("sk-from-client"),
        provider.destination().credentials().stream().map(key -> key.secret().orElseThrow().reveal()).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "'',                  claude-opus-4-8, claude-opus-4-8",
    "'',                  claude-haiku-5-5-20260801, claude-haiku-5-5-20260801",
    "'',                  haiku,           claude-haiku-5-5",
    "BIG_MODEL=claude-x,  claude-opus-4-8, claude-x",
    "SMALL_MODEL=claude-x, claude-haiku-5-5-20260801, claude-x",
  })
  void theModelIsTheOneThatIsAskedForUnlessTheFileNamesOne(String line, String asked, String model) throws Exception {
    var provider = load("OPENAI_BASE_URL=https://api.anthropic.com\nOPENAI_API_KEY=from-client\n" + line + "\n").provider();
    assertEquals(model, provider.models().of(asked));
    assertEquals(asked.contains("haiku") ? Tier.SMALL : Tier.BIG, provider.models().tier(asked).orElseThrow(), "so that a chain finds the others");
  }

  @Test
  void withAKeyOfOursClaudeNamesAreMappedAsEver() throws Exception {
    var provider = load("OPENAI_BASE_URL=https://api.anthropic.com\nOPENAI_API_KEY=sk-1\n").provider();
    assertFalse(provider.models().claudeAsAsked());
  }
}
