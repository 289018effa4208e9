import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Scenarios in which the provider insists on something: what it does not get, or cannot take, it refuses in the words of the providers
/// that do so.
final class DemandingScript {

  /// How many calls make one half of the conversation of ten.
  private static final int HALF = 5;

  private DemandingScript() {}

  static Reply next(String scenario, ChatRequest request) {
    int step = request.results().size();
    return switch (scenario) {
      case "ten-turns", "ten-turns-more" -> thinkOn(request, step);
      case "switch", "switched", "switched-back" -> wherever(request, step);
      case "side" -> title(request);
      case "refused-image" -> !request.parts("image_url").isEmpty() ? blind() : step == 0 ? Script.read(request) : Script.quote(request);
      case "refused-image-later" -> !request.parts("image_url").isEmpty() ? blind() : Reply.Said.text("no picture was sent");
      case "refused-keyword" -> unknownNames(request).isEmpty() ? Reply.Said.text("every keyword is known") : unknown(unknownNames(request));
      case "refused-grammar" -> schemas(request).contains("\"maxLength\":") ? grammar() : Reply.Said.text("a grammar was made");
      case "overflow-openai" -> step == 0 ? first(scenario) : refused("""
          {"error":{"message":"Your input exceeds the context window of this model. Please adjust your input and try again.",\
          "type":"invalid_request_error","param":"input","code":"context_length_exceeded"}}""");
      case "overflow-kimi" -> step == 0
          ? first(scenario)
          : refused("Invalid request: Your request exceeded model token limit: 262144 (requested: 291351)", "invalid_request_error");
      case "overflow-gemini" -> step == 0 ? first(scenario) : refused("""
          [{"error":{"code":400,"message":"The input token count (1250000) exceeds the maximum number of tokens allowed (1048576).",\
          "status":"INVALID_ARGUMENT"}}]""");
      case "overflow-vllm" -> step == 0 ? first(scenario) : refused("""
          {"object":"error","message":"This model's maximum context length is 131072 tokens. However, you requested 150000 tokens \
          (149000 in the messages, 1000 in the completion). Please reduce the length of the messages or completion.",\
          "type":"BadRequestError","param":null,"code":400}""");
      case "overflow-llamacpp" -> step == 0 ? first(scenario) : refused("""
          {"error":{"code":400,"message":"the request exceeds the available context size, try increasing it",\
          "type":"exceed_context_size_error","n_prompt_tokens":40211,"n_ctx":32768}}""");
      case "empty-answer" -> Reply.Said.text(request.textOf("user").contains("had no visible output") ? "here are words" : "");
      default -> Reply.Said.text("ok, " + scenario);
    };
  }

  /// As DeepSeek: every answer that called a tool must have its own thought beside it, to the letter.
  private static Reply thinkOn(ChatRequest request, int step) {
    var back = request.reasoning();
    if (!back.equals(IntStream.rangeClosed(1, calls(request).size()).mapToObj(DemandingScript::thought).toList())) {
      return refused("The `reasoning_content` in the thinking mode must be passed back to the API. It came back as " + back, "invalid_request_error");
    }
    int next = back.size() + 1;
    return step < HALF
        ? new Reply.Said(thought(next), "", List.of(Script.bash("call_" + next, "echo turn-" + next)))
        : new Reply.Said("Enough of that.", "after %d thoughts heard %s".formatted(back.size(), request.resultLines()), List.of());
  }

  private static String thought(int number) {
    return "Thought %d of ten:\n\t\"ünd so weiter\" \\ 想法 </think> {\"a\":[%d]} ".formatted(number, number);
  }

  /// As Kimi and DeepSeek, who are told apart by the model: one refuses a call without a thought, the other one without the field.
  private static Reply wherever(ChatRequest request, int step) {
    boolean kimi = request.model().startsWith("kimi");
    Predicate<Json> lacks = message -> kimi ? message.get("reasoning_content").string().isEmpty() : !message.get("reasoning_content").isString();
    if (calls(request).stream().anyMatch(lacks)) {
      return refused("thinking is enabled but reasoning_content is missing in assistant tool call message", "invalid_request_error");
    }
    var thought = "%s ponders %s.".formatted(request.model(), request.scenario());
    return step == 0
        ? new Reply.Said(thought, "", List.of(Script.bash("call_" + request.scenario(), "echo " + request.scenario())))
        : Reply.Said.text("heard %s after %s".formatted(request.resultLines(), request.reasoning()));
  }

  private static List<Json> calls(ChatRequest request) {
    return request.messages().stream().filter(message -> !message.get("tool_calls").elements().isEmpty()).toList();
  }

  /// Takes no form of structured output, and says so for each.
  private static Reply title(ChatRequest request) {
    return switch (request.body().get("response_format").get("type").string()) {
      case "json_schema" -> refused("This response_format type is unavailable now", "invalid_request_error");
      case "json_object" -> refused("response_format is not supported by this model", "invalid_request_error");
      default -> Reply.Said.text("{\"title\":\"Lights of the harbour\"}");
    };
  }

  private static Reply blind() {
    return refused("this model does not support image input", "invalid_request_error");
  }

  /// All names at once, as Gemini does.
  private static Reply unknown(List<String> names) {
    var place = "tools[0].function_declarations[0].parameters.properties[0].value";
    var words = names.stream().map(name -> "Invalid JSON payload received. Unknown name \"%s\" at '%s': Cannot find field.".formatted(name, place)).toList();
    return refused("[{\"error\":{\"code\":400,\"message\":%s,\"status\":\"INVALID_ARGUMENT\"}}]".formatted(Json.quote(String.join("\n", words))));
  }

  private static List<String> unknownNames(ChatRequest request) {
    return List.of("additionalProperties", "default", "exclusiveMinimum", "maxLength", "pattern").stream()
        .filter(name -> schemas(request).matches("(?s).*\"%s\":[^{].*".formatted(name)))
        .toList();
  }

  private static String schemas(ChatRequest request) {
    return request.body().get("tools").text();
  }

  private static Reply grammar() {
    return refused("Failed to initialize samplers: failed to parse grammar", "invalid_request_error");
  }

  private static Reply first(String scenario) {
    return Script.bash("echo before-%s-$((5 * 5))".formatted(scenario));
  }

  private static Reply refused(String message, String type) {
    return refused("{\"error\":{\"message\":%s,\"type\":%s}}".formatted(Json.quote(message), Json.quote(type)));
  }

  private static Reply refused(String body) {
    return new Reply.Refused(400, List.of(), body);
  }
}
