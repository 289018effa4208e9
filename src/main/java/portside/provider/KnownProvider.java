package portside.provider;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.DialectRule;
import portside.provider.dialect.DialectTable;
import portside.provider.dialect.rows.AnthropicRows;
import portside.provider.dialect.rows.AzureRows;
import portside.provider.dialect.rows.CerebrasRows;
import portside.provider.dialect.rows.ClaudeRows;
import portside.provider.dialect.rows.CodeAssistRows;
import portside.provider.dialect.rows.CopilotRows;
import portside.provider.dialect.rows.DeepSeekRows;
import portside.provider.dialect.rows.DemoRows;
import portside.provider.dialect.rows.FireworksRows;
import portside.provider.dialect.rows.GeminiRows;
import portside.provider.dialect.rows.GlmRows;
import portside.provider.dialect.rows.GroqRows;
import portside.provider.dialect.rows.KimiRows;
import portside.provider.dialect.rows.LlamaCppRows;
import portside.provider.dialect.rows.LmStudioRows;
import portside.provider.dialect.rows.MessagesHostRows;
import portside.provider.dialect.rows.MiniMaxRows;
import portside.provider.dialect.rows.MistralRows;
import portside.provider.dialect.rows.OllamaRows;
import portside.provider.dialect.rows.OpenAiRows;
import portside.provider.dialect.rows.OpenRouterRows;
import portside.provider.dialect.rows.QwenRows;
import portside.provider.dialect.rows.SiliconFlowRows;
import portside.provider.dialect.rows.TogetherRows;
import portside.provider.dialect.rows.VllmRows;
import portside.provider.dialect.rows.XaiRows;

/// A provider whose differences are known. To add one: a class such as [GlmRows] that holds its table, and its line in [#ALL].
///
/// @param name for people, and for `DIALECT=`
/// @param baseUrls its addresses, as [BaseUrl] reads them; their hosts tell that a base URL is this provider's
/// @param source of its table, which is made when somebody asks for it: a process talks to one provider
public record KnownProvider(String name, List<String> baseUrls, Supplier<DialectTable> source) {
  public static final List<KnownProvider> ALL =
      List.of(
          known("kimi", () -> KimiRows.TABLE, "https://api.moonshot.ai/v1", "https://api.moonshot.cn/v1", "https://api.kimi.com/coding/v1"),
          known("glm", () -> GlmRows.TABLE,
              "https://api.z.ai/api/paas/v4",
              "https://api.z.ai/api/coding/paas/v4",
              "https://open.bigmodel.cn/api/paas/v4",
              "https://open.bigmodel.cn/api/coding/paas/v4"),
          known("minimax", () -> MiniMaxRows.TABLE, "https://api.minimax.io/v1", "https://api.minimaxi.com/v1"),
          known("gemini", () -> GeminiRows.TABLE, "https://generativelanguage.googleapis.com/v1beta/openai"),
          known("deepseek", () -> DeepSeekRows.TABLE, "https://api.deepseek.com", "https://api.deepseek.com/v1", "https://api.deepseek.com/beta"),
          known("qwen", () -> QwenRows.TABLE,
              "https://dashscope*.aliyuncs.com/compatible-mode/v1", // -intl, -us, and China without a suffix
              "https://coding*.dashscope.aliyuncs.com/v1", // the coding plan
              "https://token-plan.*.maas.aliyuncs.com/compatible-mode/v1"),
          known("openai", () -> OpenAiRows.TABLE, "https://api.openai.com/v1"),
          known("azure", () -> AzureRows.TABLE, "https://*.openai.azure.com/openai/v1", "https://*.services.ai.azure.com/openai/v1"),
          known("azure-deployments", () -> AzureRows.DEPLOYMENTS, "https://*.openai.azure.com/openai/deployments/*"),
          known("ollama", () -> OllamaRows.TABLE, "http://localhost:11434/v1", "https://ollama.com/v1"),
          known("openrouter", () -> OpenRouterRows.TABLE, "https://openrouter.ai/api/v1"),
          known("groq", () -> GroqRows.TABLE, "https://api.groq.com/openai/v1"),
          known("mistral", () -> MistralRows.TABLE, "https://api.mistral.ai/v1"),
          known("xai", () -> XaiRows.TABLE, "https://api.x.ai/v1"),
          known("together", () -> TogetherRows.TABLE, "https://api.together.xyz/v1", "https://api.together.ai/v1"),
          known("fireworks", () -> FireworksRows.TABLE, "https://api.fireworks.ai/inference/v1"),
          known("siliconflow", () -> SiliconFlowRows.TABLE, "https://api.siliconflow.com/v1", "https://api.siliconflow.cn/v1"),
          known("cerebras", () -> CerebrasRows.TABLE, "https://api.cerebras.ai/v1"),
          known("anthropic", () -> AnthropicRows.TABLE, "https://api.anthropic.com/v1"),
          known("lmstudio", () -> LmStudioRows.TABLE, "http://localhost:1234/v1"),
          known("vllm", () -> VllmRows.TABLE, "http://localhost:8000/v1"),
          known("llamacpp", () -> LlamaCppRows.TABLE, "http://localhost:8080/v1", "http://localhost:9931/v1"), // before and since late 2026
          known("copilot", () -> CopilotRows.TABLE, "https://api.githubcopilot.com", "https://api.*.githubcopilot.com"),
          known("code-assist", () -> CodeAssistRows.NATIVE,
              "https://cloudcode-pa.googleapis.com/v1internal",
              "https://*-cloudcode-pa.googleapis.com/v1internal",
              "https://*cloudcode-pa.sandbox.googleapis.com/v1internal"),
          known("codeassist", () -> CodeAssistRows.TABLE, "https://cloudcode-pa.googleapis.com/v1internal"), // behind a gateway, by DIALECT=
          known("anthropic-messages", () -> ClaudeRows.ANTHROPIC, "https://api.anthropic.com"),
          known("azure-messages", () -> ClaudeRows.FOUNDRY, "https://*.services.ai.azure.com/anthropic"),
          known("vertex-messages", () -> ClaudeRows.VERTEX, "https://*aiplatform.googleapis.com/v1/projects/*/locations/*/publishers/anthropic"),
          known("bedrock-messages", () -> ClaudeRows.BEDROCK, "https://bedrock-mantle.*.api.aws/anthropic"),
          known("gemini-native", () -> GeminiRows.NATIVE, "https://generativelanguage.googleapis.com/v1beta"),
          known("vertex-express", () -> GeminiRows.EXPRESS, "https://aiplatform.googleapis.com/v1/publishers/google"),
          known("vertex", () -> GeminiRows.VERTEX, "https://*aiplatform.googleapis.com/v1/projects/*/locations/*/publishers/google"),
          known("glm-messages", () -> GlmRows.MESSAGES, "https://api.z.ai/api/anthropic", "https://open.bigmodel.cn/api/anthropic"),
          known("kimi-messages", () -> KimiRows.MESSAGES,
              "https://api.moonshot.ai/anthropic", "https://api.moonshot.cn/anthropic", "https://api.kimi.com/coding"),
          known("deepseek-messages", () -> DeepSeekRows.MESSAGES, "https://api.deepseek.com/anthropic"),
          known("minimax-messages", () -> MiniMaxRows.MESSAGES, "https://api.minimax.io/anthropic", "https://api.minimaxi.com/anthropic"),
          known("qwen-messages", () -> QwenRows.MESSAGES,
              "https://dashscope*.aliyuncs.com/apps/anthropic", "https://coding*.dashscope.aliyuncs.com/apps/anthropic"),
          known("ark-messages", () -> MessagesHostRows.PLAIN,
              "https://ark.cn-beijing.volces.com/api/coding",
              "https://ark.cn-beijing.volces.com/api/plan",
              "https://ark.cn-beijing.volces.com/api/compatible",
              "https://ark.ap-southeast.bytepluses.com/api/coding"),
          known("mimo-messages", () -> MessagesHostRows.PLAIN,
              "https://api.xiaomimimo.com/anthropic", "https://token-plan-cn.xiaomimimo.com/anthropic"),
          known("stepfun-messages", () -> MessagesHostRows.PLAIN, "https://api.stepfun.com/step_plan"),
          known("longcat-messages", () -> MessagesHostRows.PLAIN, "https://api.longcat.chat/anthropic"),
          known("qianfan-messages", () -> MessagesHostRows.PLAIN, "https://qianfan.baidubce.com/anthropic/coding"),
          known("modelscope-messages", () -> MessagesHostRows.PLAIN, "https://api-inference.modelscope.cn"),
          known("ppio-messages", () -> MessagesHostRows.PLAIN, "https://api.ppio.com/anthropic"),
          known("novita-messages", () -> MessagesHostRows.PLAIN, "https://api.novita.ai/anthropic"),
          known("fireworks-messages", () -> MessagesHostRows.PLAIN, "https://api.fireworks.ai/inference"),
          known("openrouter-messages", () -> MessagesHostRows.GATEWAY, "https://openrouter.ai/api"),
          known("vercel-messages", () -> MessagesHostRows.GATEWAY, "https://ai-gateway.vercel.sh"),
          known("litellm-messages", () -> MessagesHostRows.GATEWAY, "http://localhost:4000"),
          known("opencode-messages", () -> MessagesHostRows.OPENCODE, "https://opencode.ai/zen/go"),
          known("ollama-messages", () -> OllamaRows.MESSAGES, "http://localhost:11434", "https://ollama.com"),
          known("vllm-messages", () -> VllmRows.MESSAGES, "http://localhost:8000"),
          known("llamacpp-messages", () -> LlamaCppRows.MESSAGES, "http://localhost:8080", "http://localhost:9931"),
          known("lmstudio-messages", () -> LmStudioRows.MESSAGES, "http://localhost:1234"),
          known("demo", () -> DemoRows.TABLE, Endpoint.DEMO.base().toString()));

  /// What was found for an address. Every request asks, the comparison takes long, and addresses come from settings alone.
  private static final Map<URI, Optional<KnownProvider>> FOUND = new ConcurrentHashMap<>();

  private static KnownProvider known(String name, Supplier<DialectTable> table, String... baseUrls) {
    return new KnownProvider(name, List.of(baseUrls), table);
  }

  /// The provider this URL belongs to: the one with that very address, else the one on that host.
  public static Optional<KnownProvider> at(URI url) {
    return FOUND.computeIfAbsent(url, KnownProvider::find);
  }

  private static Optional<KnownProvider> find(URI url) {
    return ALL.stream()
        .filter(known -> known.answersAt(url))
        .findFirst()
        .or(() -> ALL.stream().filter(known -> known.isHome(url)).findFirst());
  }

  /// The provider of that name; case does not count.
  public static Optional<KnownProvider> named(String name) {
    return ALL.stream().filter(known -> known.name.equalsIgnoreCase(name)).findFirst();
  }

  /// The rows by which `DIALECT=` may be set, the standard first.
  public static List<Dialect> allRows() {
    return once(Stream.concat(Stream.of(Dialect.STANDARD), ALL.stream().flatMap(known -> known.rules().stream()).map(DialectRule::row)));
  }

  /// The rows of this provider.
  public List<Dialect> rows() {
    return once(rules().stream().map(DialectRule::row));
  }

  /// Each row once. Rows of one name are one row; to compare them whole takes longer than all else at the start.
  private static List<Dialect> once(Stream<Dialect> rows) {
    var byName = new LinkedHashMap<String, Dialect>();
    rows.forEach(row -> byName.putIfAbsent(row.name(), row));
    return List.copyOf(byName.values());
  }

  /// Its models of today; empty where only the user knows them.
  public Optional<Provider.Models> defaults() {
    var names = source.get().defaults();
    return names.isEmpty() ? Optional.empty() : Optional.of(new Provider.Models(names.get(0), names.get(1), names.get(2)));
  }

  public List<DialectRule> rules() {
    return source.get().rules();
  }

  /// Why it cannot be used yet, and what to do instead; empty when it can.
  public Optional<String> obstacle() {
    return source.get().obstacle();
  }

  /// Whether this URL is one of its addresses.
  public boolean answersAt(URI url) {
    return baseUrls.stream().anyMatch(own -> BaseUrl.covers(own, url));
  }

  /// Whether this URL lives on one of its hosts.
  boolean isHome(URI url) {
    return baseUrls.stream().anyMatch(own -> BaseUrl.sameHost(own, url));
  }

  /// By what this URL is known to be this provider's, for people: `glm at api.z.ai`.
  String nameAt(URI url) {
    var own = baseUrls.stream().filter(known -> HostPort.of(url).isPresent() && BaseUrl.sameHost(known, url)).findFirst();
    return own.map(known -> name + " at " + BaseUrl.host(known)).orElse(name);
  }
}
