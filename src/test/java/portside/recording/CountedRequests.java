package portside.recording;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerContexts;
import portside.translate.AnswerFeed;
import portside.translate.answer.AnswerRules;
import portside.translate.chat.ChatAnswer;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// Recorded requests whose answer tells how many tokens the prompt had: requests to Anthropic's API as they are, and chat-completions requests
/// said in Anthropic's language.
public final class CountedRequests {
  /// One recorded request.
  ///
  /// @param name `<provider>/<case>`
  /// @param model `<provider>:<model that answered>`
  /// @param request as the proxy would have got it
  /// @param reported tokens of the whole prompt, as the provider counted them
  public record Counted(String name, String model, MessagesRequest request, long reported) {}

  private CountedRequests() {}

  /// All of them, in the order of their names.
  public static List<Counted> all() throws IOException, Json.Malformed {
    var all = new ArrayList<Counted>();
    try (var files = Files.walk(Path.of(System.getProperty("recordings")), 3)) {
      for (var request : files.filter(file -> file.endsWith("request.json")).sorted().toList()) {
        read(request.getParent()).ifPresent(all::add);
      }
    }
    return all;
  }

  private static Optional<Counted> read(Path folder) throws IOException, Json.Malformed {
    var meta = Json.object(Files.readAllBytes(folder.resolve("meta.json")));
    boolean good = !(meta.get("status") instanceof JsonNumber status) || status.intValue() == 200;
    var request = good ? request(meta, folder) : null;
    long reported = request == null ? 0 : reported(meta, folder);
    if (reported == 0) {
      return Optional.empty();
    }
    var provider = folder.getParent().getFileName();
    return Optional.of(new Counted(provider + "/" + folder.getFileName(), provider + ":" + Json.string(meta, "model"), request, reported));
  }

  /// @return null for another language, or for what cannot be said in Anthropic's, such as audio
  private static MessagesRequest request(JsonObject meta, Path folder) throws IOException {
    try {
      var json = Json.object(Files.readAllBytes(folder.resolve("request.json")));
      var messages = switch (meta.getString("api")) {
        case "anthropic" -> json;
        case "openai-chat" -> ChatAsMessages.request(json);
        default -> null;
      };
      return messages == null ? null : MessagesReader.readForCount(Json.bytes(Json.BUILD.createObjectBuilder(messages).add("model", "m").build()));
    } catch (Json.Malformed | Refusal unsaid) {
      return null;
    }
  }

  private static long reported(JsonObject meta, Path folder) throws IOException, Json.Malformed {
    var stream = folder.resolve("response.sse");
    var body = Files.exists(stream) ? stream : folder.resolve("response.json");
    if (!Files.exists(body)) {
      return 0;
    }
    var bytes = Files.readAllBytes(body);
    return meta.getString("api").equals("openai-chat") ? reportedInChat(bytes) : reportedByAnthropic(bytes, body.equals(stream));
  }

  private static long reportedInChat(byte[] body) {
    var answer = new ChatAnswer(AnswerContexts.of(Dialect.STANDARD, Map.of(), AnswerRules.stoppingAt(List.of())));
    var feed = new AnswerFeed(answer);
    feed.bytes(body, 0, body.length, _ -> {});
    feed.end(_ -> {});
    return answer.reportedInput().orElse(0);
  }

  /// The last usage that counts input; `message_delta` repeats or corrects what `message_start` said.
  private static long reportedByAnthropic(byte[] body, boolean stream) throws Json.Malformed {
    if (!stream) {
      return prompt(Json.object(body));
    }
    long prompt = 0;
    for (var line : new String(body, StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("data:")).toList()) {
      var event = Json.object(line.substring(5));
      long told = prompt(event.get("message") instanceof JsonObject message ? message : event);
      prompt = told > 0 ? told : prompt;
    }
    return prompt;
  }

  private static long prompt(JsonObject holder) {
    return holder.get("usage") instanceof JsonObject usage && usage.containsKey("input_tokens")
        ? count(usage, "input_tokens") + count(usage, "cache_read_input_tokens") + count(usage, "cache_creation_input_tokens")
        : 0;
  }

  private static long count(JsonObject usage, String name) {
    return usage.get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }
}
