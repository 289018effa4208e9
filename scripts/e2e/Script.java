import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The scenarios. The last prompt of a conversation names one (`scenario:tool-loop`), the tool results since then tell the step.
/// Closing answers quote what reached the provider, so the client's output shows whether the whole way there and back was right.
final class Script {

  private final Map<String, Integer> requestsSeen = new ConcurrentHashMap<>();

  Reply next(ChatRequest request) {
    var scenario = request.scenario().replaceFirst("^(gemini|copilot-(messages|responses|chat))-", ""); // the same in another language
    int seen = requestsSeen.merge(scenario, 1, Integer::sum);
    int step = request.results().size();
    return switch (scenario) {
      case "tool-loop" -> step < 3 ? bash("echo step-%d-$((%d * 111))".formatted(step + 1, step + 1)) : quote(request);
      case "parallel-tools" -> step == 0 ? parallel() : Reply.Said.text("heard " + resultsById(request));
      case "read-image" -> step == 0 ? read(request) : Reply.Said.text("received " + digests(request, "image_url", "url"));
      case "read-pdf" -> step == 0 ? read(request) : Reply.Said.text("received " + digests(request, "file", "file_data"));
      case "tool-search" -> afterSearch(request, step, "CronList", "{}");
      case "web-search", "web-search-backend" -> afterSearch(request, step, "WebSearch", "{\"query\":\"where ships lie\"}");
      case "searching" -> searching(request);
      case "structured-output" -> step == 0 ? call("StructuredOutput", "{\"harbour\":\"Tallinn\"}") : quote(request);
      case "subagent" -> step == 0 ? subagent() : Reply.Said.text("main " + find(request.textOf("tool"), "subagent heard \\[.*?]"));
      case "subagent-inner" -> step == 0 ? bash("echo inner-$((40 + 2))") : Reply.Said.text("subagent heard " + request.resultLines());
      case "thinking" -> step == 0 ? thoughtful() : Reply.Said.text("heard %s after %s".formatted(request.resultLines(), request.reasoning()));
      case "rate-limit" -> seen == 1 ? rateLimited() : recovered(seen);
      case "overload" -> seen <= 3 ? overloaded() : recovered(seen);
      case "cut" -> seen == 1 ? new Reply.Cut(new Reply.Said("", "half an answer, no more", List.of())) : recovered(seen);
      case "overflow-first" -> overflow();
      case "overflow-later" -> step == 0 ? bash("echo before-$((5 * 5))") : overflow();
      case "summary" -> Reply.Said.text("<summary>One echo was run. Now scenario:after-summary is to be done.</summary>");
      case "after-summary" -> Reply.Said.text("went on after the summary");
      case "resume" -> Reply.Said.text("noted");
      case "resumed" -> Reply.Said.text("%s, answered %s".formatted(
          find(request.textOf("user"), "word=[a-z]+"), request.textOf("assistant").lines().toList()));
      case "budget" -> Reply.Said.text("answered once");
      case "models" -> Reply.Said.text("answered by " + request.model());
      case "permission" -> step == 0 ? bash("touch made-by-tool") : Reply.Said.text("the tool has run");
      case "endless" -> new Reply.Endless();
      case "silent" -> new Reply.Silent();
      case String suite when suite.startsWith("sdk-") -> SdkScript.next(suite, request, seen);
      case String chain when chain.startsWith("chain-") -> ChainScript.next(chain, request);
      default -> DemandingScript.next(scenario, request);
    };
  }

  static Reply bash(String command) {
    return new Reply.Said("", "", List.of(bash("call_bash_" + Integer.toHexString(command.hashCode()), command)));
  }

  static Reply.Call bash(String id, String command) {
    return new Reply.Call(id, "Bash", "{\"command\":%s,\"description\":\"Says something\"}".formatted(Json.quote(command)));
  }

  private static Reply call(String name, String arguments) {
    return new Reply.Said("", "", List.of(new Reply.Call("call_" + name, name, arguments)));
  }

  static Reply quote(ChatRequest request) {
    return Reply.Said.text("heard " + request.resultLines());
  }

  private static Reply parallel() {
    return new Reply.Said("", "", List.of(bash("call_left", "sleep 0.3; echo left-$((1 + 1))"), bash("call_right", "echo right-$((2 + 2))")));
  }

  static List<String> resultsById(ChatRequest request) {
    var ids = request.results().stream().map(result -> result.get("tool_call_id").string()).iterator();
    return request.resultLines().stream().map(line -> ids.next() + "=" + line).toList();
  }

  static Reply read(ChatRequest request) {
    var path = find(request.textOf("user"), "(?<=file=)\\S+");
    return call("Read", "{\"file_path\":%s}".formatted(Json.quote(path)));
  }

  /// Media type and SHA-256 of what the data URLs of those parts hold.
  static List<String> digests(ChatRequest request, String type, String member) {
    return request.parts(type).stream().map(part -> digest(part.get(type).get(member).string())).toList();
  }

  private static String digest(String dataUrl) {
    int comma = dataUrl.indexOf(',');
    try {
      var bytes = Base64.getDecoder().decode(dataUrl.substring(comma + 1).getBytes(StandardCharsets.US_ASCII));
      return dataUrl.substring(0, comma) + " " + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Calls the tool that was searched for only if its definition has come with the search's result.
  private static Reply afterSearch(ChatRequest request, int step, String tool, String arguments) {
    if (step == 0) {
      return call("ToolSearch", "{\"query\":\"select:%s\",\"max_results\":1}".formatted(tool));
    }
    return step == 1 && request.toolNames().contains(tool) ? call(tool, arguments) : quote(request);
  }

  /// The search request of the client has no marker, so all its results count.
  private static Reply searching(ChatRequest request) {
    var found = request.textOf("tool");
    return found.isEmpty()
        ? call("web_search", "{\"query\":\"where ships lie\"}")
        : Reply.Said.text("the engine says: " + find(found, "They lie[^.]*"));
  }

  private static Reply subagent() {
    return call("Agent", """
        {"description":"Ask inside","prompt":"scenario:subagent-inner Please.","subagent_type":"general-purpose","run_in_background":false}""");
  }

  private static Reply thoughtful() {
    return new Reply.Said("First I ponder the echo.", "Let me see.", List.of(bash("call_think", "echo thought-$((3 * 3))")));
  }

  private static Reply rateLimited() {
    return new Reply.Refused(429, List.of("retry-after: 1"), """
        {"error":{"message":"Rate limit reached for requests","type":"requests","code":"rate_limit_exceeded"}}""");
  }

  private static Reply overloaded() {
    return new Reply.Refused(503, List.of(), """
        {"error":{"message":"The engine is currently overloaded","type":"server_error","code":null}}""");
  }

  private static Reply recovered(int seen) {
    return Reply.Said.text("recovered on request " + seen);
  }

  static Reply overflow() {
    return new Reply.Refused(400, List.of(), """
        {"error":{"message":"This model's maximum context length is 128000 tokens. However, your messages resulted in 210000 tokens. \
        Please reduce the length of the messages.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""");
  }

  private static String find(String text, String pattern) {
    var found = Pattern.compile(pattern).matcher(text);
    return found.find() ? found.group() : "nothing like " + pattern;
  }
}
