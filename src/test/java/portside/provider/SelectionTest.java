package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.DialectRule;

/// Which row a base URL and a model choose.
class SelectionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://api.moonshot.ai/v1 | kimi-k3.1-pro | kimi-k3 | kimi at api.moonshot.ai, any other model",
        "https://api.moonshot.ai/v1 | kimi-k3.1-pro-highspeed | kimi-k3 | kimi at api.moonshot.ai, any other model",
        "https://API.moonshot.cn/v1 | Kimi-K2.6 | kimi-k2 | kimi at api.moonshot.cn, kimi-k2.5* or kimi-k2.6*",
        "https://api.moonshot.cn/v1 | kimi-k2.7-code-highspeed | kimi-k2-code | kimi at api.moonshot.cn, kimi-k2*",
        "https://api.kimi.com/coding/v1 | kimi-for-coding | kimi-for-coding | kimi at api.kimi.com, kimi-for-coding* or k3-256k",
        "https://api.kimi.com/coding/v1 | k3.1-pro | kimi-k3 | kimi at api.kimi.com, any other model",
        "https://api.z.ai/api/paas/v4 | glm-5.3 | glm-5.3 | glm at api.z.ai, any other model",
        "https://api.z.ai/api/paas/v4 | glm-5.3-flashx | glm-5.3-flash | glm at api.z.ai, glm-5.3-flash*",
        "https://api.z.ai/api/coding/paas/v4 | glm-5.2 | glm-5.2 | glm at api.z.ai, glm-5.2*",
        "https://open.bigmodel.cn/api/paas/v4 | glm-4.7 | glm-4 | glm at open.bigmodel.cn, glm-4* or glm-5 or glm-5.1* or glm-5-*",
        "https://open.bigmodel.cn/api/paas/v4 | glm-5-turbo | glm-4 | glm at open.bigmodel.cn, glm-4* or glm-5 or glm-5.1* or glm-5-*",
        "https://open.bigmodel.cn/api/paas/v4 | glm-4.6v | glm-vision | glm at open.bigmodel.cn, glm-4.5v* or glm-4.6v* or glm-5v*",
        "https://open.bigmodel.cn/api/paas/v4 | glm-6 | glm-5.3 | glm at open.bigmodel.cn, any other model",
        "https://api.minimax.io/v1 | MiniMax-M3 | minimax-m3 | minimax at api.minimax.io, minimax-m3 or minimax-m3-*",
        "https://api.minimax.io/v1 | MiniMax-M3.1-Flash-Preview | minimax-m3.1 | minimax at api.minimax.io, any other model",
        "https://api.minimaxi.com/v1 | MiniMax-M2.7-highspeed | minimax-m2 | minimax at api.minimaxi.com, minimax-m2*",
        "demo:/ | demo-big | demo | demo",
        "http://localhost:11434/v1 | qwen3-coder | ollama | ollama at localhost:11434, *coder* or *instruct*",
        "http://127.0.0.1:11434/v1 | llama4 | ollama | ollama at localhost:11434, any other model",
        "https://llm.example:8443/v1 | glm-5.3 | standard | nothing is known of llm.example:8443",
        "https://api.z.ai.example/v1 | glm-5.3 | standard | nothing is known of api.z.ai.example",
      })
  void hostAndModelChooseTheRow(URI baseUrl, String model, String row, String why) {
    var dialects = Dialects.at(baseUrl);
    assertEquals(row, dialects.row(model).name());
    assertEquals(why, dialects.why(model));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://generativelanguage.googleapis.com/v1beta/openai | gemini-3.8-flash | gemini-3",
        "https://generativelanguage.googleapis.com/v1beta/openai | gemini-3.1-pro-preview-customtools | gemini-3",
        "https://generativelanguage.googleapis.com/v1beta/openai | models/gemini-3.5-flash-lite | gemini-3-flash",
        "https://generativelanguage.googleapis.com/v1beta/openai | gemini-2.5-flash | gemini-2.5",
        "https://generativelanguage.googleapis.com/v1beta/openai | gemini-2.5-pro | gemini-2.5-pro",
        "https://api.deepseek.com | deepseek-flash | deepseek",
        "https://api.deepseek.com/v1 | deepseek-v4-flash | deepseek",
        "https://api.deepseek.com/beta | deepseek-v4-pro | deepseek-v4-pro",
        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1 | qwen3.8-max | qwen-3.8",
        "https://dashscope.aliyuncs.com/compatible-mode/v1 | qwen3.8-flash | qwen-3.8",
        "https://dashscope-us.aliyuncs.com/compatible-mode/v1 | qwen3.7-plus | qwen-hybrid",
        "https://coding-intl.dashscope.aliyuncs.com/v1 | qwen3-coder-plus | qwen-coder",
        "https://token-plan.ap-southeast-1.maas.aliyuncs.com/compatible-mode/v1 | qwen3.6-flash | qwen-hybrid",
        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1 | kimi-k3 | qwen-guest",
        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1 | qwen-plus | qwen-hybrid",
        "https://api.openai.com/v1 | gpt-4o-mini | gpt-4o",
        "https://api.openai.com/v1 | ft:gpt-4o-2024-08-06:acme | gpt-4o",
        "https://api.openai.com/v1 | gpt-4.1 | gpt-4.1",
        "https://api.openai.com/v1 | o3 | gpt-o",
        "https://api.openai.com/v1 | o4-mini | gpt-o",
        "https://api.openai.com/v1 | gpt-5 | gpt-5",
        "https://api.openai.com/v1 | gpt-5-mini | gpt-5",
        "https://api.openai.com/v1 | gpt-5.1 | gpt-5.1",
        "https://api.openai.com/v1 | gpt-5.3-chat | gpt-5.1",
        "https://api.openai.com/v1 | gpt-5.3-codex | gpt-codex",
        "https://api.openai.com/v1 | gpt-5-codex | gpt-codex",
        "https://api.openai.com/v1 | gpt-5.2-pro | gpt-pro",
        "https://api.openai.com/v1 | o3-pro-2025-06-10 | gpt-pro",
        "https://api.openai.com/v1 | gpt-5.4-nano | gpt-5.4",
        "https://api.openai.com/v1 | gpt-5.5 | gpt-5.4",
        "https://api.openai.com/v1 | gpt-5.6-sol | gpt-5.4",
        "https://api.openai.com/v1 | gpt-6-luna | gpt-6",
        "https://api.openai.com/v1 | gpt-6-sol | gpt-6",
        "https://api.openai.com/v1 | gpt-6-astra | gpt-6.2",
        "https://api.openai.com/v1 | gpt-6.1-sol | gpt-6.1",
        "https://api.openai.com/v1 | gpt-6.1-terra | gpt-6.1",
        "https://api.openai.com/v1 | gpt-6.2-sol | gpt-6.2",
        "https://api.openai.com/v1 | gpt-6.2-astra | gpt-6.2",
        "https://acme.openai.azure.com/openai/v1 | team-chat | azure",
        "https://acme.openai.azure.com/openai/v1 | gpt-4o | azure-gpt-4o",
        "https://acme.openai.azure.com/openai/v1 | prod-gpt-4.1 | azure-gpt-4.1",
        "https://acme.openai.azure.com/openai/v1 | gpt-5.2 | azure-gpt-5.1",
        "https://acme.openai.azure.com/openai/v1 | prod-gpt-5.6-sol | azure-gpt-5.4",
        "https://acme.openai.azure.com/openai/v1 | gpt-7 | azure-gpt-6.2",
        "https://acme.openai.azure.com/openai/v1 | DeepSeek-V4 | azure-guest",
        "https://acme.services.ai.azure.com/openai/v1 | o3 | azure-gpt-o",
        "https://acme.openai.azure.com/openai/deployments/chat | gpt-5.6-sol | azure-gpt-5.4-chat",
        "https://acme.openai.azure.com/openai/deployments/chat | gpt-4o | azure-gpt-4o",
        "https://acme.openai.azure.com/openai/deployments/chat | chat | azure",
        "https://acme.openai.azure.com | gpt-5.6-sol | azure-gpt-5.4",
        "http://localhost:11434/v1 | gpt-oss:20b | ollama-gpt-oss",
        "http://[::1]:11434/v1 | qwen3:8b | ollama-thinking",
        "https://ollama.com/v1 | glm-5.2:cloud | ollama-thinking",
        "http://127.0.0.1:11434/v1 | qwen3-coder:30b | ollama",
        "http://localhost:1234/v1 | any | lmstudio",
        "http://127.0.0.1:1234/v1 | qwen3-4b-thinking-2507 | lmstudio-thinking",
        "http://localhost:8000/v1 | Qwen/Qwen3.6-35B | vllm",
        "http://localhost:8000/v1 | openai/gpt-oss-120b | vllm-gpt-oss",
        "http://localhost:8000/v1 | mistralai/Mistral-Small-4 | vllm-mistral",
        "http://localhost:8000/v1 | deepseek-ai/DeepSeek-R1 | vllm-thinking",
        "http://localhost:8080/v1 | any | llamacpp",
        "http://localhost:9931/v1 | QwQ-32B | llamacpp-thinking",
        "http://localhost:8001/v1 | any | standard",
        "http://192.168.0.7:11434/v1 | any | standard",
        "https://openrouter.ai/api/v1 | ~anthropic/claude-opus-latest | openrouter-claude-opus",
        "https://openrouter.ai/api/v1 | anthropic/claude-fable-5.1 | openrouter-claude-opus",
        "https://openrouter.ai/api/v1 | ~anthropic/claude-sonnet-latest | openrouter-claude",
        "https://openrouter.ai/api/v1 | google/gemini-3.8-flash | openrouter-gemini",
        "https://openrouter.ai/api/v1 | google/gemma-4-31b | openrouter",
        "https://openrouter.ai/api/v1 | openai/gpt-5.6-sol | openrouter-gpt",
        "https://openrouter.ai/api/v1 | openai/gpt-oss-120b | openrouter-gpt-oss",
        "https://openrouter.ai/api/v1 | openai/gpt-4o | openrouter",
        "https://openrouter.ai/api/v1 | deepseek/deepseek-v4 | openrouter-deepseek",
        "https://openrouter.ai/api/v1 | moonshotai/kimi-k3 | openrouter-kimi",
        "https://openrouter.ai/api/v1 | moonshotai/kimi-k2.6 | openrouter-kimi-k2",
        "https://openrouter.ai/api/v1 | z-ai/glm-5.3 | openrouter-glm-5.3",
        "https://openrouter.ai/api/v1 | z-ai/glm-4.7 | openrouter-glm",
        "https://openrouter.ai/api/v1 | ~z-ai/glm-flash-latest | openrouter-glm-5.3-flash",
        "https://openrouter.ai/api/v1 | minimax/minimax-m3 | openrouter-minimax-m3",
        "https://openrouter.ai/api/v1 | minimax/minimax-m3.1-flash | openrouter-minimax",
        "https://openrouter.ai/api/v1 | qwen/qwen3.8-max | openrouter-qwen",
        "https://openrouter.ai/api/v1 | x-ai/grok-4.7 | openrouter-grok",
        "https://openrouter.ai/api/v1 | mistralai/devstral-2 | openrouter-mistral",
        "https://openrouter.ai/api/v1 | meta-llama/llama-4 | openrouter",
        "https://api.groq.com/openai/v1 | openai/gpt-oss-120b | groq-gpt-oss",
        "https://api.groq.com/openai/v1 | qwen/qwen3.6-27b | groq-qwen",
        "https://api.groq.com/openai/v1 | groq/compound | groq",
        "https://api.mistral.ai/v1 | mistral-large-4-0 | mistral-large",
        "https://api.mistral.ai/v1 | mistral-medium-2604 | mistral-thinking",
        "https://api.mistral.ai/v1 | mistral-small-latest | mistral-thinking",
        "https://api.mistral.ai/v1 | devstral-latest | mistral",
        "https://api.x.ai/v1 | grok-4.7 | grok-4.7",
        "https://api.x.ai/v1 | grok-5 | grok-4.7",
        "https://api.x.ai/v1 | grok-4.6 | grok-4.5",
        "https://api.x.ai/v1 | grok-4.5 | grok-4.5",
        "https://api.x.ai/v1 | grok-4.3 | grok-4.3",
        "https://api.x.ai/v1 | grok-4.20-reasoning | grok-4.20",
        "https://api.x.ai/v1 | grok-4.20-non-reasoning | grok-4.20-non-reasoning",
        "https://api.x.ai/v1 | grok-build-0.1 | grok-build",
        "https://api.together.xyz/v1 | zai-org/GLM-5.3 | together-glm",
        "https://api.together.ai/v1 | zai-org/GLM-5.3-Flash | together-glm-flash",
        "https://api.together.xyz/v1 | moonshotai/Kimi-K3 | together-kimi",
        "https://api.together.xyz/v1 | openai/gpt-oss-120b | together-gpt-oss",
        "https://api.together.xyz/v1 | deepseek-ai/DeepSeek-V4-Pro | together-hybrid",
        "https://api.together.xyz/v1 | Qwen/Qwen3.6-Plus | together-qwen",
        "https://api.together.xyz/v1 | meta-llama/Llama-4 | together",
        "https://api.fireworks.ai/inference/v1 | accounts/fireworks/models/kimi-k3 | fireworks-kimi",
        "https://api.fireworks.ai/inference/v1 | accounts/fireworks/models/kimi-k2p6 | fireworks-kimi-k2",
        "https://api.fireworks.ai/inference/v1 | accounts/fireworks/models/glm-5p2 | fireworks-glm",
        "https://api.fireworks.ai/inference/v1 | accounts/fireworks/models/deepseek-v4-pro-0813 | fireworks-deepseek",
        "https://api.fireworks.ai/inference/v1 | accounts/fireworks/models/qwen3p8-max | fireworks-thinking",
        "https://api.fireworks.ai/inference/v1 | accounts/fireworks/models/minimax-m3 | fireworks-thinking",
        "https://api.fireworks.ai/inference/v1 | accounts/fireworks/models/gpt-oss-120b | fireworks-gpt-oss",
        "https://api.fireworks.ai/inference/v1 | accounts/acme/models/mine | fireworks",
        "https://api.siliconflow.com/v1 | deepseek-ai/DeepSeek-V4-Flash | siliconflow-levels",
        "https://api.siliconflow.cn/v1 | Pro/zai-org/GLM-5.2 | siliconflow-levels",
        "https://api.siliconflow.com/v1 | Qwen/Qwen3.6-35B-A3B | siliconflow-hybrid",
        "https://api.siliconflow.com/v1 | other/model | siliconflow",
        "https://api.cerebras.ai/v1 | zai-glm-4.7 | cerebras",
        "https://api.githubcopilot.com | claude-sonnet-5 | copilot",
        "https://api.business.githubcopilot.com | gpt-5.6-sol | copilot-gpt-5",
        "https://api.githubcopilot.com | gemini-3.7-flash | copilot-gemini",
        "https://cloudcode-pa.googleapis.com | gemini-3.7-flash-high | code-assist-gemini-3-native",
        "https://daily-cloudcode-pa.sandbox.googleapis.com | claude-sonnet-4-6 | code-assist-gemini-3-native",
      })
  void everyGenerationHasItsRow(URI baseUrl, String model, String row) {
    assertEquals(row, Dialects.at(baseUrl).row(model).name());
  }

  /// Addresses are known by host, wherever letters, scheme, port or the path differ; on this machine by port.
  @ParameterizedTest
  @CsvSource({
    "https://API.Z.AI:443/v1,glm",
    "http://api.z.ai/api/paas/v4,glm",
    "http://localhost:8080/api,llamacpp",
    "http://localhost:8080,llamacpp-messages",
    "https://api.anthropic.com,anthropic-messages",
    "https://api.anthropic.com/v1,anthropic",
    "https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/publishers/anthropic,vertex-messages",
    "https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/anthropic,vertex-messages",
    "https://generativelanguage.googleapis.com/v1beta,gemini-native",
    "https://generativelanguage.googleapis.com/v1beta/openai,gemini",
    "https://aiplatform.googleapis.com/v1/publishers/google,vertex-express",
    "https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/publishers/google,vertex",
    "https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google,vertex",
    "https://bedrock-mantle.us-east-1.api.aws/anthropic,bedrock-messages",
    "https://acme.services.ai.azure.com/anthropic,azure-messages",
    "https://api.kimi.com/coding,kimi-messages",
    "https://coding-intl.dashscope.aliyuncs.com/apps/anthropic,qwen-messages",
    "https://127.0.0.2:8000/v1,vllm",
    "http://localhost/v1,''",
    "http://localhost.example:11434/v1,''",
    "https://openai.azure.com/openai/v1,''",
    "https://openai.azure.com.example/openai/v1,''",
    "https://acme.openai.azure.com/openai/deployments/gpt-4o,azure-deployments",
    "https://acme.openai.azure.com,azure",
    "https://my-dashscope.aliyuncs.com/v1,''",
  })
  void addresses(URI url, String provider) {
    assertEquals(provider, KnownProvider.at(url).map(KnownProvider::name).orElse(""));
  }

  /// Where it is not, a person is told which are.
  @ParameterizedTest
  @CsvSource({
    "https://api.z.ai/api/paas/v4,true",
    "https://api.z.ai/api/anthropic,true",
    "https://api.z.ai/api,false",
    "http://api.z.ai/api/paas/v4,false",
    "http://127.0.0.1:11434/v1,true",
    "http://[::1]:11434,true",
    "http://[::1]:11434/api,false",
    "https://acme.openai.azure.com/openai/v1,true",
    "https://acme.openai.azure.com,false",
    "https://acme.openai.azure.com/openai/deployments/gpt-4o,true",
    "https://dashscope-us.aliyuncs.com/compatible-mode/v1,true",
    "https://api.deepseek.com,true",
    "https://api.deepseek.com/anthropic,true",
    "https://api.deepseek.com/api,false",
  })
  void wholeAddresses(URI url, boolean known) {
    var provider = KnownProvider.at(url).orElseThrow();
    assertEquals(known, provider.baseUrls().stream().anyMatch(own -> BaseUrl.covers(own, url)));
  }

  @Test
  void aSignInThatIsNotThereYetStandsInTheWayAtItsOwnAddressOnly() {
    for (var known : KnownProvider.ALL) {
      var barred = List.of("copilot", "codeassist", "code-assist").contains(known.name());
      assertEquals(barred, known.obstacle().isPresent(), known.name());
      assertEquals(Optional.empty(), Dialects.of(known).obstacle());
    }
    assertTrue(Dialects.at(URI.create("https://api.githubcopilot.com")).obstacle().isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "a,a,true", "a,b,false", "a,'',false", "*,'',true", "a*,a,true", "a*,abc,true", "*a,cba,true", "*a,ab,false", "a*c,abc,true",
    "a*c,abcd,false", "a*b*c,a-b-b-c,true", "*aab,aaaab,true", "*ab*ab,abab,true", "*ab*ab,ab,false", "a**b,ab,true", "'','',true"
  })
  void globs(String glob, String text, boolean matches) {
    assertEquals(matches, DialectRule.matches(glob, text));
  }

  @Test
  void aNameOfAMegabyteIsMatchedAtOnce() {
    var name = "gpt-5" + "a-".repeat(500_000);
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertFalse(DialectRule.matches("gpt-5*codex*", name)));
  }

  /// `DIALECT=glm` means the provider, and so a row of that name must be the one for whatever no other row is for.
  @Test
  void aRowNamedLikeAProviderIsItsOwnLast() {
    for (var known : KnownProvider.ALL) {
      for (var row : KnownProvider.allRows()) {
        assertTrue(!row.name().equals(known.name()) || row.equals(known.rules().getLast().row()), row.name());
      }
    }
  }

  @Test
  void noRuleIsOutOfReach() {
    for (var known : KnownProvider.ALL) {
      for (var rule : known.rules()) {
        for (var glob : rule.models()) {
          var example = glob.replace("*", "");
          assertEquals(rule.row(), Dialects.of(known).row(example.isEmpty() ? "-" : example), known.name() + " " + glob);
        }
      }
    }
  }

  @Test
  void everyKnownProviderAnswersForEveryModel() {
    for (var known : KnownProvider.ALL) {
      assertEquals(List.of("*"), known.rules().getLast().models(), known.name());
    }
  }
}
