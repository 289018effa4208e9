import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a scripted model can see of a chat-completions request.
record ChatRequest(Json body) {

  private static final Pattern MARKER = Pattern.compile("scenario:([a-z-]+)");

  String model() {
    return body.get("model").string();
  }

  boolean streamed() {
    return body.get("stream").text().equals("true");
  }

  List<Json> messages() {
    return body.get("messages").elements();
  }

  List<String> toolNames() {
    return body.get("tools").elements().stream().map(tool -> tool.get("function").get("name").string()).toList();
  }

  /// The scenario of the youngest prompt that names one. Three kinds of requests are the client's own: `side` has no tools (titles
  /// and the like), `searching` comes of its web search, `summary` asks for words to go on with in place of a conversation that became too long. The suites in `sdk/` name theirs `sdk-…`.
  String scenario() {
    var named = prompt().map(prompt -> lastMarker(text(prompt))).orElse("none");
    if (named.startsWith("sdk-")) {
      return named;
    }
    if (toolNames().isEmpty()) {
      return "side";
    }
    if (toolNames().equals(List.of("web_search"))) {
      return "searching";
    }
    if (text(messages().getLast()).contains("detailed summary of the conversation")) {
      return "summary";
    }
    return named;
  }

  /// The youngest user message that names a scenario.
  Optional<Json> prompt() {
    return messages().reversed().stream().filter(hasRole("user")).filter(message -> MARKER.matcher(text(message)).find()).findFirst();
  }

  /// The tool results that came after the prompt.
  List<Json> results() {
    var all = messages();
    int start = prompt().map(all::lastIndexOf).orElse(-1);
    return all.subList(start + 1, all.size()).stream().filter(hasRole("tool")).toList();
  }

  /// First lines of the tool results, since the client may have put notes of its own below.
  List<String> resultLines() {
    return results().stream().map(result -> text(result).lines().findFirst().orElse("")).toList();
  }

  /// The reasoning that came back with earlier answers.
  List<String> reasoning() {
    return messages().stream().map(message -> message.get("reasoning_content")).filter(Json::isString).map(Json::string).toList();
  }

  /// All content parts of one type, such as `image_url`.
  List<Json> parts(String type) {
    return messages().stream()
        .flatMap(message -> message.get("content").elements().stream())
        .filter(part -> part.get("type").string().equals(type))
        .toList();
  }

  /// The text of all messages of a role.
  String textOf(String role) {
    return messages().stream().filter(hasRole(role)).map(ChatRequest::text).reduce("", (a, b) -> a + b + "\n");
  }

  static Predicate<Json> hasRole(String role) {
    return message -> message.get("role").string().equals(role);
  }

  static String text(Json message) {
    var content = message.get("content");
    var texts = content.isString() ? Stream.of(content) : content.elements().stream().map(part -> part.get("text"));
    return texts.map(Json::string).reduce("", (a, b) -> a + b);
  }

  private static String lastMarker(String text) {
    return MARKER.matcher(text).results().reduce((first, second) -> second).orElseThrow().group(1);
  }
}
