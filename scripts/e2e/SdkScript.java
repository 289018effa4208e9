import java.util.List;
import java.util.stream.Collectors;

/// The provider's half of the suites in `sdk/`. What reached it is told in its answers, so that a suite sees the way there and back.
final class SdkScript {

  private SdkScript() {}

  /// @param seen requests of this scenario so far, this one among them
  static Reply next(String scenario, ChatRequest request, int seen) {
    return switch (scenario) {
      case "sdk-text" -> said("%s heard [%s] under [%s]", request.model(), spoken(request, "user"), spoken(request, "system"));
      case "sdk-usage" -> usage();
      case "sdk-tools" -> request.results().isEmpty() ? twoCalls() : said("it was told %s", Script.resultsById(request));
      case "sdk-thinking" -> request.reasoning().isEmpty() ? new Reply.Said("I ponder.", "Done.", List.of()) : said("it thought %s", request.reasoning());
      case "sdk-media" -> said("received %s and %s", Script.digests(request, "image_url", "url"), Script.digests(request, "file", "file_data"));
      case "sdk-stop" -> stopped(request);
      case "sdk-format" -> said("{\"harbour\":%s}", Json.quote(request.body().get("response_format").get("json_schema").get("schema").text()));
      case "sdk-bad-request" -> refused(400, "", "no such parameter: colour", "invalid_request_error");
      case "sdk-bad-key" -> refused(401, "", "Incorrect API key provided", "invalid_request_error");
      case "sdk-not-found" -> refused(404, "", "The model does not exist", "invalid_request_error");
      case "sdk-too-large" -> refused(413, "", "Request entity too large", "invalid_request_error");
      case "sdk-rate-limit" -> refused(429, "retry-after: 7", "Rate limit reached", "requests");
      case "sdk-retried" -> seen % 2 == 1 ? refused(429, "retry-after: 1", "Rate limit reached", "requests") : said("recovered");
      case "sdk-overload" -> refused(503, "", "The engine is currently overloaded", "server_error");
      case "sdk-overflow" -> Script.overflow();
      case "sdk-cut" -> new Reply.Cut(new Reply.Said("", "half an answer, no more", List.of()));
      case "sdk-endless" -> new Reply.Endless();
      default -> said("no such scenario: %s", scenario);
    };
  }

  private static Reply said(String words, Object... told) {
    return Reply.Said.text(words.formatted(told));
  }

  private static String spoken(ChatRequest request, String role) {
    return request.messages().stream().filter(ChatRequest.hasRole(role)).map(ChatRequest::text).collect(Collectors.joining(" / "));
  }

  private static Reply twoCalls() {
    return new Reply.Said("", "Let me look.", List.of(
        new Reply.Call("call_a", "weather", "{\"place\":\"Tallinn\"}"), new Reply.Call("call_b", "weather", "{\"place\":\"Rīga\"}")));
  }

  private static Reply usage() {
    return verbatim("\"content\":\"counted\"", "\"finish_reason\":\"stop\"", """
        {"prompt_tokens":120,"completion_tokens":30,"total_tokens":150,"prompt_tokens_details":{"cached_tokens":100}}""");
  }

  /// As servers do that say which stop sequence was hit.
  private static Reply stopped(ChatRequest request) {
    var stop = request.body().get("stop").elements().getFirst().text();
    return verbatim("\"content\":\"so far\"", "\"finish_reason\":\"stop\",\"stop_reason\":" + stop, "{\"prompt_tokens\":10,\"completion_tokens\":2}");
  }

  private static Reply verbatim(String content, String finish, String usage) {
    return new Reply.Verbatim(
        List.of("{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",%s},\"finish_reason\":null}]}".formatted(content),
            "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},%s}]}".formatted(finish),
            "{\"id\":\"c1\",\"choices\":[],\"usage\":%s}".formatted(usage),
            "[DONE]"),
        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",%s},%s}],\"usage\":%s}".formatted(content, finish, usage));
  }

  private static Reply refused(int status, String header, String message, String type) {
    return new Reply.Refused(status, header.isEmpty() ? List.of() : List.of(header), "{\"error\":{\"message\":%s,\"type\":%s}}".formatted(Json.quote(message), Json.quote(type)));
  }
}
