package portside.translate.client;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import portside.wire.Json;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.ContentBlock.CacheMark;
import portside.wire.anthropic.ContentBlock.Source;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;
import portside.wire.anthropic.MessagesRequest.SystemMark;

/// Reads the `messages` of a chat-completions request: what system and developer say before anybody else is the system prompt, each result of a
/// tool a message of the user.
///
/// The reasoning of earlier answers is left out: it came without the signature by which a provider would take it back. (What a provider must have
/// back is remembered by the ids of the calls.)
final class ChatMessagesReader {
  /// Members that clients send back because they stood in an answer.
  private static final Set<String> OF_ANSWERS =
      Set.of("role", "content", "tool_calls", "reasoning_content", "reasoning", "annotations", "parsed");

  private static final Map<String, Set<JsonValue>> NONE = Map.of();

  private final List<String> system = new ArrayList<>();
  private final List<SystemMark> marks = new ArrayList<>();
  private final List<InputMessage> conversation = new ArrayList<>();

  private ChatMessagesReader() {}

  /// @param system texts of the system prompt in order
  /// @param marks where it has a `cache_control`
  /// @param conversation what follows it
  record Messages(List<String> system, List<SystemMark> marks, List<InputMessage> conversation) {}

  static Messages read(ChatFields request) {
    var messages = request.list("messages");
    if (messages.isEmpty()) {
      throw request.refusal("messages", "must hold at least one message");
    }
    var reader = new ChatMessagesReader();
    messages.forEach(reader::message);
    return new Messages(reader.system, reader.marks, reader.conversation);
  }

  private void message(ChatFields message) {
    switch (message.requiredString("role")) {
      case "system", "developer" -> {
        message.only(Set.of("role", "content", "cache_control"), NONE);
        instruction(content(message));
      }
      case "user" -> {
        message.only(Set.of("role", "content", "cache_control"), NONE);
        conversation.add(new InputMessage(Role.USER, content(message)));
      }
      case "assistant" -> conversation.add(new InputMessage(Role.ASSISTANT, answer(message)));
      case "tool" -> {
        message.only(Set.of("role", "content", "tool_call_id", "name", "cache_control"), NONE);
        var result = new ContentBlock.ToolResult(message.requiredString("tool_call_id"), content(message), false);
        conversation.add(new InputMessage(Role.USER, List.of(result)));
      }
      case "function" -> throw message.uncarried("role");
      default -> throw message.refusal("role", "must be system, developer, user, assistant or tool");
    }
  }

  private void instruction(List<ContentBlock> content) {
    if (!conversation.isEmpty()) {
      conversation.add(new InputMessage(Role.SYSTEM, content));
      return;
    }
    for (var block : content) {
      switch (block) {
        case ContentBlock.Text(var text) when !text.isEmpty() -> system.add(text);
        case CacheMark(var life) -> SystemMark.add(marks, system.size(), life);
        default -> {} // an empty text
      }
    }
  }

  private static List<ContentBlock> answer(ChatFields message) {
    message.only(OF_ANSWERS, NONE);
    var content = new ArrayList<>(message.value("content") == null ? List.<ContentBlock>of() : content(message));
    for (var call : message.list("tool_calls")) {
      if (call.value("type") != null && !"function".equals(call.string("type"))) {
        throw call.uncarried("type");
      }
      call.only(Set.of("id", "type", "function", "index"), NONE);
      var function = call.requiredFields("function");
      content.add(new ContentBlock.ToolUse(call.requiredString("id"), function.requiredString("name"), function.embedded("arguments")));
    }
    return content;
  }

  private static List<ContentBlock> content(ChatFields message) {
    return switch (message.value("content")) {
      case null -> throw message.refusal("content", "is missing");
      case JsonString text -> marked(new ContentBlock.Text(text.getString()), message);
      case JsonArray _ -> {
        var blocks = new ArrayList<ContentBlock>();
        message.list("content").forEach(part -> blocks.addAll(marked(part(part), part)));
        yield blocks;
      }
      default -> throw message.refusal("content", "must be a string or an array");
    };
  }

  private static List<ContentBlock> marked(ContentBlock block, ChatFields holder) {
    var life = CacheMark.life(holder.object());
    return life == null ? List.of(block) : List.of(block, new CacheMark(life));
  }

  private static ContentBlock part(ChatFields part) {
    return switch (part.requiredString("type")) {
      case "text" -> new ContentBlock.Text(part.requiredString("text"));
      case "image_url" -> image(part.requiredFields("image_url"));
      case "file" -> file(part.requiredFields("file"));
      default -> throw part.uncarried("type"); // sound, refusals
    };
  }

  private static ContentBlock image(ChatFields image) {
    image.only(Set.of("url"), Map.of("detail", Set.of(Json.quoted("auto"))));
    return new ContentBlock.Image(source(image.requiredString("url")));
  }

  private static ContentBlock file(ChatFields file) {
    var data = file.string("file_data");
    if (data == null) {
      throw file.uncarried("file_id");
    }
    return new ContentBlock.Document(file.string("filename"), null, source(data));
  }

  /// A `data:` URL, bare base64, or a link.
  private static Source source(String url) {
    if (url.startsWith("http:") || url.startsWith("https:")) {
      return new Source.Url(url);
    }
    if (!url.startsWith("data:") || url.indexOf(',') < 0) {
      return new Source.Base64("", url);
    }
    var head = url.substring("data:".length(), url.indexOf(','));
    return new Source.Base64(head.substring(0, head.indexOf(';') < 0 ? head.length() : head.indexOf(';')), url.substring(url.indexOf(',') + 1));
  }
}
