import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What the provider does with one request.
sealed interface Reply {

  /// An ordinary answer; any part may be empty.
  record Said(String reasoning, String text, List<Call> calls) implements Reply {

    static Said text(String text) {
      return new Said("", text, List.of());
    }

    /// The answer as the `data` of stream events: a few characters each, the arguments of parallel calls interleaved.
    List<String> chunks(ChatRequest request) {
      var chunks = new ArrayList<String>();
      chunks.add(delta(request, "{\"role\":\"assistant\",\"content\":\"\"}", "null"));
      pieces(reasoning).forEach(piece -> chunks.add(delta(request, "{\"reasoning_content\":%s}".formatted(Json.quote(piece)), "null")));
      pieces(text).forEach(piece -> chunks.add(delta(request, "{\"content\":%s}".formatted(Json.quote(piece)), "null")));
      for (int index = 0; index < calls.size(); index++) {
        chunks.add(delta(request, "{\"tool_calls\":[%s]}".formatted(calls.get(index).json(index, "")), "null"));
      }
      var fragments = calls.stream().map(call -> pieces(call.arguments())).toList();
      int rounds = fragments.stream().mapToInt(List::size).max().orElse(0);
      for (int round = 0; round < rounds; round++) {
        for (int index = 0; index < calls.size(); index++) {
          if (round < fragments.get(index).size()) {
            var piece = Json.quote(fragments.get(index).get(round));
            chunks.add(delta(request, "{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":%s}}]}".formatted(index, piece), "null"));
          }
        }
      }
      chunks.add(delta(request, "{}", Json.quote(finish())));
      chunks.add("{%s,\"choices\":[],\"usage\":%s}".formatted(head(request, "chat.completion.chunk"), usage(request)));
      chunks.add("[DONE]");
      return chunks;
    }

    /// The answer as one object.
    String whole(ChatRequest request) {
      var json = IntStream.range(0, calls.size()).mapToObj(index -> calls.get(index).json(index, calls.get(index).arguments())).toList();
      var toolCalls = calls.isEmpty() ? "" : ",\"tool_calls\":[%s]".formatted(String.join(",", json));
      return """
          {%s,"choices":[{"index":0,"message":{"role":"assistant","reasoning_content":%s,"content":%s%s},"finish_reason":%s}],"usage":%s}"""
          .formatted(head(request, "chat.completion"), Json.quote(reasoning), Json.quote(text), toolCalls, Json.quote(finish()), usage(request));
    }

    private String finish() {
      return calls.isEmpty() ? "stop" : "tool_calls";
    }

    private static String delta(ChatRequest request, String delta, String finish) {
      return "{%s,\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
          .formatted(head(request, "chat.completion.chunk"), delta, finish);
    }

    private static String head(ChatRequest request, String object) {
      return "\"id\":\"chatcmpl-e2e\",\"object\":\"%s\",\"created\":1,\"model\":%s".formatted(object, Json.quote(request.model()));
    }

    private static String usage(ChatRequest request) {
      int prompt = request.body().text().length() / 4;
      return "{\"prompt_tokens\":%d,\"completion_tokens\":20,\"total_tokens\":%d}".formatted(prompt, prompt + 20);
    }

    private static List<String> pieces(String text) {
      return IntStream.range(0, (text.length() + 6) / 7)
          .mapToObj(piece -> text.substring(piece * 7, Math.min(text.length(), piece * 7 + 7)))
          .toList();
    }
  }

  /// @param arguments JSON text
  record Call(String id, String name, String arguments) {
    private String json(int index, String arguments) {
      return "{\"index\":%d,\"id\":%s,\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":%s}}"
          .formatted(index, Json.quote(id), Json.quote(name), Json.quote(arguments));
    }
  }

  /// An answer as it is written here.
  /// @param chunks the `data` of its stream
  /// @param whole the same in one piece
  record Verbatim(List<String> chunks, String whole) implements Reply {}

  /// An error answer.
  /// @param headers header lines
  record Refused(int status, List<String> headers, String body) implements Reply {}

  /// The beginning of an answer, then the end of the connection.
  record Cut(Said said) implements Reply {}

  /// A word every 100 ms until the peer leaves.
  record Endless() implements Reply {}

  /// No byte at all until the peer leaves.
  record Silent() implements Reply {}
}
