package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import portside.provider.KnownProvider;
import portside.provider.Loopback;
import portside.provider.Provider;

/// The example env files.
class ExamplesTest {
  /// Examples whose provider has another name: the instance `gemini` is asked in its own language, the provider `gemini` is its OpenAI-compatible layer.
  private static final Map<String, String> NAMED_OTHERWISE = Map.of("gemini-openai", "gemini");

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("examples")
  void theExamplesAreRight(Path example, int port, String url, String models, String rows) throws Exception {
    var loaded = Settings.load(Optional.of(example.toString()), Map.of());
    var provider = loaded.provider();
    var three = List.of(provider.models().big(), provider.models().middle(), provider.models().small());
    assertEquals(List.of(), loaded.warnings());
    assertEquals(port, loaded.instance().listen().port());
    assertEquals(URI.create(url), provider.endpoint().base());
    assertEquals(models, String.join(" ", three));
    assertEquals(rows, String.join(" ", three.stream().map(model -> provider.dialect().row(model).name()).toList()));
    assertEquals(provider.models(), KnownProvider.at(provider.endpoint().base()).orElseThrow().defaults().orElseThrow());
    assertEquals(provider.demo() ? Optional.empty() : Optional.of("OPENAI_API_KEY in " + example), provider.missingKey());
  }

  static List<Object[]> examples() {
    var google = "https://generativelanguage.googleapis.com/v1beta";
    return List.of(
        example("demo", 8080, "demo:/", "demo-big demo-middle demo-small", "demo demo demo"),
        example("kimi-k2", 8081, "https://api.moonshot.ai/v1", "kimi-k3.1-pro kimi-k3.1-pro kimi-k3.1-pro", "kimi-k3 kimi-k3 kimi-k3"),
        example("glm", 8082, "https://api.z.ai/api/paas/v4", "glm-5.3 glm-5.3 glm-5.3-flash", "glm-5.3 glm-5.3 glm-5.3-flash"),
        example(
            "minimax", 8083, "https://api.minimax.io/v1", "MiniMax-M3 MiniMax-M3.1-Flash MiniMax-M3.1-Flash", "minimax-m3 minimax-m3.1 minimax-m3.1"),
        example(
            "gemini", 8084, google, "gemini-3.1-pro-preview-customtools gemini-3.8-flash gemini-3.5-flash-lite",
            "gemini-3-native gemini-3-native gemini-3-flash-native"));
  }

  /// Every example but those of the five that start by themselves. QUICKSTART has it, with its port.
  @ParameterizedTest
  @MethodSource("further")
  void theFurtherExamplesAreRight(Path file) throws Exception {
    var name = EnvFile.name(file);
    var loaded = Settings.load(Optional.of(file.toString()), Map.of());
    var provider = loaded.provider();
    var known = KnownProvider.at(provider.endpoint().base()); // empty for one that speaks the standard dialect
    assertEquals(List.of(), loaded.warnings());
    assertEquals(known.map(KnownProvider::name).orElse(name), NAMED_OTHERWISE.getOrDefault(name, name));
    assertEquals(known.flatMap(KnownProvider::defaults).orElse(provider.models()), provider.models());
    var asksForKey = !Loopback.names(provider.endpoint().base().getHost());
    assertEquals(asksForKey ? Optional.of("OPENAI_API_KEY in " + file) : Optional.empty(), provider.missingKey());
    var quickStart = Files.readString(Path.of("QUICKSTART.md"));
    assertTrue(quickStart.contains("| `" + name + "` | " + loaded.instance().listen().port() + " |"), "the table of QUICKSTART");
    assertTrue(quickStart.contains("./start-all-proxies.sh restart " + name + "\n"), "a section of QUICKSTART");
  }

  static List<Path> further() throws IOException {
    try (var files = Files.list(Path.of("env", "more"))) {
      return files.filter(file -> file.toString().endsWith(".example")).sorted().toList();
    }
  }

  /// Which rows the models of today come to.
  @ParameterizedTest
  @MethodSource("furtherRows")
  void theModelsOfTheFurtherExamplesHaveTheirRows(String name, String rows) throws Exception {
    var provider = Settings.load(Optional.of("env/more/.env-" + name + ".example"), Map.of()).provider();
    assertEquals(rows, String.join(" ", provider.models().distinct().stream().map(model -> provider.dialect().row(model).name()).toList()));
  }

  static List<Object[]> furtherRows() {
    return List.of(
        new Object[] {"deepseek", "deepseek"},
        new Object[] {"qwen", "qwen-3.8 qwen-3.8"},
        new Object[] {"openai", "gpt-6.2 gpt-6.2 gpt-6"},
        new Object[] {"azure", "azure-gpt-5.4 azure-gpt-5.4"},
        new Object[] {"ollama", "ollama-gpt-oss"},
        new Object[] {"openrouter", "openrouter-claude-opus openrouter-claude openrouter-claude"},
        new Object[] {"groq", "groq-gpt-oss groq-gpt-oss"},
        new Object[] {"mistral", "mistral-large mistral-thinking mistral-thinking"},
        new Object[] {"xai", "grok-4.7 grok-4.3"},
        new Object[] {"together", "together-kimi together-glm together-glm-flash"},
        new Object[] {"fireworks", "fireworks-kimi fireworks-glm fireworks-deepseek"},
        new Object[] {"siliconflow", "siliconflow-levels siliconflow-levels"},
        new Object[] {"lmstudio", "lmstudio"},
        new Object[] {"vllm", "vllm-gpt-oss"},
        new Object[] {"llamacpp", "llamacpp"},
        new Object[] {"cerebras", "cerebras"},
        new Object[] {"anthropic-messages", "claude-unforced claude claude"},
        new Object[] {"azure-messages", "foundry-claude-unforced foundry-claude foundry-claude"},
        new Object[] {"vertex-messages", "vertex-claude vertex-claude-4 vertex-claude-4"},
        new Object[] {"bedrock-messages", "bedrock-claude-4"},
        new Object[] {"gemini-openai", "gemini-3 gemini-3 gemini-3-flash"},
        new Object[] {"vertex-express", "express-gemini-3-native express-gemini-3-native express-gemini-3-flash-native"},
        new Object[] {"vertex", "vertex-gemini-3-native vertex-gemini-3-native vertex-gemini-3-flash-native"},
        new Object[] {"code-assist", "code-assist-gemini-3-native code-assist-gemini-3-native code-assist-gemini-3-flash-native"},
        new Object[] {"glm-messages", "glm-5.3-messages glm-5.3-flash-messages"},
        new Object[] {"kimi-messages", "kimi-k3-messages"},
        new Object[] {"openrouter-messages", "gateway-messages gateway-messages gateway-messages"},
        new Object[] {"ollama-messages", "ollama-gpt-oss-messages"});
  }

  @Test
  void everyProviderHasAnExample() throws Exception {
    var standing = List.of("demo", "kimi", "glm", "minimax", "gemini-native");
    var without = List.of("azure-deployments", "codeassist", // one in the comments of azure, one behind a gateway
        "longcat-messages", "qianfan-messages", "modelscope-messages", "ppio-messages", "novita-messages"); // in those of stepfun-messages
    var shown = Stream.of(further().stream().map(EnvFile::name).map(name -> NAMED_OTHERWISE.getOrDefault(name, name)).toList(), standing, without).flatMap(List::stream).toList();
    assertEquals(List.of(), KnownProvider.ALL.stream().map(KnownProvider::name).filter(name -> !shown.contains(name)).toList());
  }

  @Test
  void noTwoExamplesHaveOnePort() throws Exception {
    var ports = new ArrayList<Integer>();
    for (var file : Stream.concat(examples().stream().map(example -> (Path) example[0]), further().stream()).toList()) {
      ports.add(Settings.load(Optional.of(file.toString()), Map.of()).instance().listen().port());
    }
    ports.add(8079); // of the chain
    assertEquals(ports.stream().distinct().toList(), ports);
  }

  private static Object[] example(String name, int port, String url, String models, String rows) {
    return new Object[] {Path.of("env", ".env-" + name + ".example"), port, url, models, rows};
  }

  /// What stands commented out as an example must be right too.
  @Test
  void everySettingIsShownOnceInTheLongExample() throws Exception {
    var lines = Files.readAllLines(Path.of("env/.env-glm.example"));
    var set = lines.stream().filter(line -> line.contains("=") && !line.startsWith("#")).toList();
    var shown = lines.stream().filter(line -> line.startsWith("#") && Setting.known(key(line.substring(1)))).map(line -> line.substring(1)).toList();
    var keys = Stream.concat(set.stream(), shown.stream()).map(ExamplesTest::key).toList();
    assertEquals(List.of(), Setting.names().filter(name -> Setting.subject(name).orElseThrow() != Setting.Subject.CHAIN && !keys.contains(name)).toList());

    Files.writeString(folder.resolve("company.pem"), new HeldCertificate.Builder().build().certificatePem());
    var plain = load(String.join("\n", set));
    var together = shown.stream().filter(line -> !line.contains("${") && !line.matches("(GOOGLE_APPLICATION_CREDENTIALS|COPILOT_TOKEN_COMMAND)=.*")); // a token has one source
    var all = load(String.join("\n", Stream.concat(set.stream(), together).toList()));
    assertEquals(List.of(), all.warnings());
    assertEquals(inForce(plain), inForce(all));
  }

  /// Its members are those that start by themselves.
  @Test
  void theExampleOfAChainIsRight() throws Exception {
    var lines = Files.readAllLines(Path.of("env/.env-chain.example"));
    var set = lines.stream().filter(line -> line.contains("=") && !line.startsWith("#")).toList();
    var shown = lines.stream().filter(line -> line.startsWith("#") && Setting.known(key(line.substring(1)))).map(line -> line.substring(1)).toList();
    var keys = Stream.concat(set.stream(), shown.stream()).map(ExamplesTest::key).toList();
    assertEquals(List.of(), Setting.names().filter(name -> Setting.subject(name).orElseThrow() != Setting.Subject.PROVIDER && !keys.contains(name)).toList());
    for (var name : List.of("glm", "minimax", "kimi-k2")) {
      Files.copy(Path.of("env", ".env-" + name + ".example"), folder.resolve(".env-" + name));
    }
    var plain = load(String.join("\n", set));
    assertEquals(8079, plain.instance().listen().port());
    assertEquals(List.of("glm", "minimax", "kimi-k2"), plain.chain().members().stream().map(Provider::name).toList());
    assertEquals(List.of("glm", "minimax", "kimi-k2").stream().map(name -> name + " is skipped, it has no key").toList(),
        plain.warnings().stream().map(Finding::problem).toList());
    var defaults = load(String.join("\n", Stream.concat(set.stream(), shown.stream().filter(line -> !line.matches("(ROUTE|WEIGHTS|WEB_SEARCH|LEDGER_URL|BUDGET_(DAY|WEEK|MONTH)|ALERT_URL).*"))).toList()));
    assertEquals(List.of(plain.instance(), plain.chain()), List.of(defaults.instance(), defaults.chain()));
    var all = load(String.join("\n", Stream.concat(set.stream(), shown.stream()).toList()));
    assertEquals(2, all.chain().routes().size());
    assertTrue(Files.readString(Path.of("QUICKSTART.md")).contains("| `chain` | 8079 |"), "the table of QUICKSTART");
  }

  @Test
  void everySettingStandsInATableOfTheReadme() throws Exception {
    var cells = Files.readAllLines(Path.of("README.md")).stream().filter(line -> line.startsWith("| `")).map(line -> line.split("\\|")[1]).toList();
    assertEquals(List.of(), Setting.names().filter(name -> cells.stream().noneMatch(cell -> cell.contains("`" + name + "`"))).toList());
  }

  private static List<Object> inForce(Settings.Loaded loaded) {
    var provider = loaded.provider();
    var instance = loaded.instance();
    return List.of(instance.listen(), instance.bodyBytes(), provider.destination().timeouts(), provider.retries(), provider.limits());
  }

  private Settings.Loaded load(String text) throws Exception {
    var file = Files.writeString(folder.resolve(".env-test"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return Settings.load(Optional.of(file.toString()), Map.of());
  }

  private static String key(String line) {
    return line.substring(0, Math.max(0, line.indexOf('=')));
  }
}
