package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import portside.provider.KnownProvider;

class ProvidersTest {
  private final Typed typed = new Typed(Path.of(""));

  @Test
  void everyKnownProviderHasItsLine() {
    assertEquals(0, typed.run("providers"));
    assertEquals(KnownProvider.ALL.stream().map(KnownProvider::name).toList(), typed.out().lines().skip(1).map(line -> line.split(" ")[0]).toList());
    assertEquals("glm chat https://api.z.ai/api/paas/v4 OPENAI_API_KEY env/.env-glm.example", line("glm"));
    assertEquals("openai chat, responses https://api.openai.com/v1 OPENAI_API_KEY env/more/.env-openai.example", line("openai"));
    assertEquals("gemini-native gemini https://generativelanguage.googleapis.com/v1beta OPENAI_API_KEY env/.env-gemini.example", line("gemini-native"));
    assertEquals("gemini chat https://generativelanguage.googleapis.com/v1beta/openai OPENAI_API_KEY env/more/.env-gemini-openai.example", line("gemini"));
    assertEquals("ollama chat http://localhost:11434/v1 OPENAI_API_KEY, if it wants one env/more/.env-ollama.example", line("ollama"));
    assertEquals("demo chat demo: nothing env/.env-demo.example", line("demo"));
    assertEquals("anthropic-messages messages https://api.anthropic.com OPENAI_API_KEY, or from-client env/more/.env-anthropic-messages.example",
        line("anthropic-messages"));
  }

  @Test
  void oneIsToldWhole() {
    assertEquals(0, typed.run("providers", "kimi"));
    var known = KnownProvider.named("kimi").orElseThrow();
    var models = known.defaults().orElseThrow();
    assertEquals("""
        kimi
          address        https://api.moonshot.ai/v1
          address        https://api.moonshot.cn/v1
          address        https://api.kimi.com/coding/v1
          wire           chat
          authorised by  OPENAI_API_KEY
          models         opus %s, sonnet %s, haiku %s
          dialects       %s
          example        env/.env-kimi-k2.example
          to start it    ./start-all-proxies.sh start kimi-k2
        """.formatted(models.big(), models.middle(), models.small(), known.rows().stream().map(row -> row.name()).collect(Collectors.joining(", "))), typed.out());
  }

  @Test
  void anotherNameIsRefusedWithTheNearest() {
    assertEquals(2, typed.run("providers", "grok"));
    assertTrue(typed.err().startsWith("portside: providers: 'grok' is not known\n  hint: did you mean groq"), typed.err());
  }

  private String line(String name) {
    return typed.out().lines().filter(line -> line.startsWith(name + " ")).findFirst().orElseThrow().replaceAll(" +", " ");
  }
}
