package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import portside.provider.Dialect.ErrorCode;
import portside.provider.Dialect.ErrorMeaning;
import portside.provider.Dialect.ExtraMember;

class DialectsTest {
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
        "https://cloudcode-pa.googleapis.com | gemini-3.7-flash-high | codeassist",
        "https://daily-cloudcode-pa.sandbox.googleapis.com | claude-sonnet-4-6 | codeassist",
      })
  void everyGenerationHasItsRow(URI baseUrl, String model, String row) {
    assertEquals(row, Dialects.at(baseUrl).row(model).name());
  }

  @ParameterizedTest
  @CsvSource({
    "a,a,true", "a,b,false", "a,'',false", "*,'',true", "a*,a,true", "a*,abc,true", "*a,cba,true", "*a,ab,false", "a*c,abc,true",
    "a*c,abcd,false", "a*b*c,a-b-b-c,true"
  })
  void globs(String glob, String text, boolean matches) {
    assertEquals(matches, DialectRule.matches(glob, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "low,medium,high,xhigh,max | low medium high xhigh max",
        "low,high,max | low high high max max",
        "high,max | high high high max max",
        "low,medium,high | low medium high high high",
        "minimal,low,medium,high | low medium high high high",
        "none,high | high high high high high",
      })
  void effortGoesToTheNextStrongerLevel(String taken, String sent) {
    var row = Dialects.STANDARD.as("test").efforts(taken.split(",")).row();
    assertEquals(sent, String.join(" ", Stream.of("low", "medium", "high", "xhigh", "max").map(level -> row.effort(level).orElse("-")).toList()));
    assertEquals(Optional.empty(), row.effort("auto"));
    assertEquals(Optional.empty(), Dialects.STANDARD.effort("high"));
  }

  @Test
  void everyRowHasItsOwnName() {
    var names = KnownProvider.allRows().stream().map(Dialect::name).toList();
    assertEquals(names.stream().distinct().toList(), names);
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
  void aProviderMayStandBehindAnotherAddress() throws Exception {
    var dialects = dialects("DIALECT=OpenRouter", "DIALECT_PDF=text");
    assertEquals("openrouter-gemini", dialects.row("google/gemini-3.8-flash").name());
    assertEquals(Dialect.Pdf.TEXT, dialects.row("google/gemini-3.8-flash").pdf());
    assertEquals("DIALECT=openrouter, *google/gemini*, changed by DIALECT_PDF", dialects.why("google/gemini-3.8-flash"));
    assertEquals("DIALECT=openrouter, any other model, changed by DIALECT_PDF", dialects.why("other/model"));
  }

  @Test
  void everyKnownProviderAnswersForEveryModel() {
    for (var known : KnownProvider.ALL) {
      assertEquals(List.of("*"), known.rules().getLast().models(), known.name());
    }
  }

  @Test
  void effortsOfTheRowsAreKnownLevelsInOrder() {
    for (var row : KnownProvider.allRows()) {
      assertEquals(Dialect.LEVELS.stream().filter(row.efforts()::contains).toList(), row.efforts(), row.name());
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aSettingChangesOneCell(String key, String value, DialectDraft expected) throws Exception {
    var dialects = dialects(key + "=" + value);
    assertEquals(expected.row(), dialects.row("any"));
    assertEquals("nothing is known of llm.example, changed by " + key, dialects.why("any"));
  }

  static List<Object[]> cells() {
    return List.of(
        new Object[] {"DIALECT_WIRE", "responses", start().wire(Dialect.Wire.RESPONSES)},
        new Object[] {"DIALECT_MAX_TOKENS_FIELD", "max_completion_tokens", start().maxTokensField(Dialect.MaxTokensField.MAX_COMPLETION_TOKENS)},
        new Object[] {"DIALECT_MAX_OUTPUT", "65536", start().maxOutput(65_536)},
        new Object[] {"DIALECT_MIN_OUTPUT", "32000", start().minOutput(32_000)},
        new Object[] {"DIALECT_SAMPLING", "Drop", start().sampling(Dialect.Sampling.DROP)},
        new Object[] {"DIALECT_SAMPLING_FLOOR", "0.01", start().samplingFloor(0.01)},
        new Object[] {"DIALECT_TOP_K", "TRUE", start().topK(true)},
        new Object[] {"DIALECT_MAX_STOPS", "0", start().maxStops(0)},
        new Object[] {"DIALECT_MAX_STOP_BYTES", "32", start().maxStopBytes(32)},
        new Object[] {"DIALECT_FORCED_TOOL_CHOICE", "no", start().forcedToolChoice(Dialect.ForcedToolChoice.NO)},
        new Object[] {"DIALECT_NAMED_TOOL_CHOICE", "required", start().namedToolChoice(Dialect.NamedToolChoice.REQUIRED)},
        new Object[] {"DIALECT_REQUIRED_WORD", "any", start().requiredWord("any")},
        new Object[] {"DIALECT_NONE_TOOL_CHOICE", "false", start().noneToolChoice(false)},
        new Object[] {"DIALECT_PARALLEL_TOOL_CALLS", "unsaid", start().parallelToolCalls(Dialect.ParallelToolCalls.UNSAID)},
        new Object[] {"DIALECT_MAX_TOOLS", "128", start().maxTools(128)},
        new Object[] {"DIALECT_CALL_IDS", "nine_alphanumeric", start().callIds(Dialect.CallIdForm.NINE_ALPHANUMERIC)},
        new Object[] {"DIALECT_TOOL_RESULT_NAME", "true", start().toolResultName(true)},
        new Object[] {"DIALECT_REPLY_AFTER_TOOLS", "true", start().replyAfterTools(true)},
        new Object[] {"DIALECT_SCHEMAS", "moonshot", start().schemas(Dialect.Schemas.MOONSHOT)},
        new Object[] {"DIALECT_WITHOUT_KEYWORDS", "pattern, $ref", start().withoutKeywords("pattern", "$ref")},
        new Object[] {"DIALECT_STRICT", "false", start().strict(Dialect.Strict.FALSE)},
        new Object[] {"DIALECT_STRUCTURED_OUTPUT", "json_object", start().structuredOutput(Dialect.StructuredOutput.JSON_OBJECT)},
        new Object[] {"DIALECT_STREAM_USAGE", "false", start().streamUsage(false)},
        new Object[] {"DIALECT_ALWAYS_STREAM", "true", start().alwaysStream(true)},
        new Object[] {"DIALECT_SYSTEM_ROLE", "developer", start().systemRole(Dialect.SystemRole.DEVELOPER)},
        new Object[] {"DIALECT_SYSTEM_IN_PLACE", "true", start().systemInPlace(true)},
        new Object[] {"DIALECT_CONTENT_WITH_CALLS", "empty", start().contentWithCalls(Dialect.ContentWithCalls.EMPTY)},
        new Object[] {"DIALECT_IMAGES", "false", start().images(false)},
        new Object[] {"DIALECT_IMAGE_URLS", "false", start().imageUrls(false)},
        new Object[] {"DIALECT_PDF", "text", start().pdf(Dialect.Pdf.TEXT)},
        new Object[] {
          "DIALECT_EXTRA_BODY", "{\"a\":true,\"b\":{\"c\":[1]}}", start().extraBody(new ExtraMember("a", "true"), new ExtraMember("b", "{\"c\":[1]}"))
        },
        new Object[] {"DIALECT_WITHOUT", "pattern, $ref", start().without("pattern", "$ref")},
        new Object[] {"DIALECT_REASONING", "reasoning_object", start().reasoning(Dialect.Reasoning.REASONING_OBJECT)},
        new Object[] {"DIALECT_EFFORTS", "low, High", start().efforts("low", "high")},
        new Object[] {"DIALECT_EFFORTS", "", start().efforts()},
        new Object[] {"DIALECT_EFFORT_WITH_TOOLS", "false", start().effortWithTools(false)},
        new Object[] {"DIALECT_THINKING_BUDGET", "true", start().thinkingBudget(true)},
        new Object[] {"DIALECT_THINKING_ON", "{\"type\": \"adaptive\"}", start().thinkingOn("{\"type\":\"adaptive\"}")},
        new Object[] {"DIALECT_OFF", "weakest", start().off(Dialect.Off.WEAKEST)},
        new Object[] {"DIALECT_REPLAY", "tool_turns", start().replay(Dialect.Replay.TOOL_TURNS)},
        new Object[] {"DIALECT_REPLAY_AS", "details", start().replayAs(Dialect.ReplayAs.DETAILS)},
        new Object[] {"DIALECT_REPLAY_FIELD", "reasoning", start().replayField("reasoning")},
        new Object[] {"DIALECT_MISSING_REASONING", "(none kept)", start().missingReasoning("(none kept)")},
        new Object[] {"DIALECT_CALL_SIGNATURES", "google", start().callSignatures(Dialect.CallSignatures.GOOGLE)},
        new Object[] {"DIALECT_PROMPT_CACHE", "marks", start().promptCache(Dialect.PromptCache.MARKS)},
        new Object[] {"DIALECT_AFFINITY_HEADER", "x-grok-conv-id", start().affinityHeader("x-grok-conv-id")},
        new Object[] {"DIALECT_SEARCH", "enable_search", start().search(Dialect.Search.ENABLE_SEARCH)},
        new Object[] {"DIALECT_LEAKED_CALLS", "true", start().leakedCalls(true)},
        new Object[] {"DIALECT_OPEN_THOUGHT", "true", start().openThought(true)},
        new Object[] {"DIALECT_ARGUMENT_TYPES", "true", start().argumentTypes(true)},
        new Object[] {
          "DIALECT_ERROR_CODES", "1113:billing, 1302:Rate_Limit",
          start().errorCodes(new ErrorCode("1113", ErrorMeaning.BILLING), new ErrorCode("1302", ErrorMeaning.RATE_LIMIT))
        },
        new Object[] {"DIALECT_EMPTY_ERROR_IS_OVERFLOW", "true", start().emptyErrorIsOverflow(true)},
        new Object[] {"DIALECT_CUTS_SILENTLY", "true", start().cutsSilently(true)},
        new Object[] {"DIALECT_CONTEXT_WINDOW", "200000", start().contextWindow(200_000)});
  }

  @Test
  void everyColumnCanBeSetAndIsTested() {
    var components = Arrays.stream(Dialect.class.getRecordComponents()).map(component -> screaming(component.getName()));
    var columns = components.filter(name -> !name.equals("NAME")).toList();
    assertEquals(columns, DialectColumns.names());
    assertEquals(columns, cells().stream().map(cell -> ((String) cell[0]).substring("DIALECT_".length())).distinct().toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DIALECT_MAX_OUTPUT | -1",
        "DIALECT_MAX_OUTPUT | many",
        "DIALECT_MAX_STOPS | 9999999999",
        "DIALECT_SAMPLING | keep",
        "DIALECT_SAMPLING_FLOOR | 2",
        "DIALECT_SAMPLING_FLOOR | NaN",
        "DIALECT_TOP_K | yes",
        "DIALECT_EFFORTS | high,low",
        "DIALECT_EFFORTS | low,low",
        "DIALECT_EFFORTS | extreme",
        "DIALECT_THINKING_ON | enabled",
        "DIALECT_EXTRA_BODY | [1]",
        "DIALECT_EXTRA_BODY | {\"a\":}",
        "DIALECT_REPLAY_FIELD | a.b",
        "DIALECT_WITHOUT | a b",
        "DIALECT_REQUIRED_WORD | must",
        "DIALECT_ERROR_CODES | 1113",
        "DIALECT_ERROR_CODES | 1113:unlucky",
        "DIALECT_MAX_STOPS | ``",
      })
  void aWrongValueIsAFault(String key, String value) {
    var faults = assertThrows(EnvFaults.class, () -> dialects(key + "=" + value));
    var found = faults.faults().stream().map(fault -> fault.key() + ": " + fault.problem()).toList();
    assertEquals(List.of(key + ": \"" + value + "\" is not allowed"), found);
  }

  @Test
  void theHintOfAWrongValueListsTheAllowedOnes() {
    var faults = assertThrows(EnvFaults.class, () -> dialects("DIALECT_REASONING=hard"));
    assertEquals("one of none, effort, thinking, reasoning_object, enable_thinking, template_kwargs", faults.faults().getFirst().hint());
  }

  @Test
  void aForcedRowAppliesToEveryModelAndTakesChanges() throws Exception {
    var dialects = dialects("DIALECT=Gemini-3", "DIALECT_PDF=file", "DIALECT_MAX_STOPS=1");
    var row = KnownProvider.allRows().stream().filter(candidate -> candidate.name().equals("gemini-3")).findFirst().orElseThrow();
    assertEquals(row.as("gemini-3").pdf(Dialect.Pdf.FILE).maxStops(1).row(), dialects.row("anything"));
    assertEquals("DIALECT=gemini-3, changed by DIALECT_PDF, DIALECT_MAX_STOPS", dialects.why("anything"));
  }

  private static Dialects dialects(String... lines) throws EnvFaults {
    var enough = Stream.of("OPENAI_BASE_URL=https://llm.example/v1", "BIG_MODEL=b");
    var entries = Stream.concat(enough, Stream.of(lines)).map(DialectsTest::entry).toList();
    return Settings.check(new RawSettings("test", "test", entries, List.of(), List.of())).provider().dialect();
  }

  private static RawSettings.Entry entry(String line) {
    var equals = line.indexOf('=');
    return new RawSettings.Entry(line.substring(0, equals), new Secret(line.substring(equals + 1)), 1);
  }

  private static DialectDraft start() {
    return Dialects.STANDARD.as("standard");
  }

  private static String screaming(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }
}
