package portside.recording;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import portside.wire.Json;
import portside.wire.Refusal;

/// Says a chat-completions request in Anthropic's language: the way back from what the proxy sends, for recorded requests of other programs.
final class ChatAsMessages {
  private ChatAsMessages() {}

  /// @throws Refusal for parts such as audio
  static JsonObject request(JsonObject chat) {
    var request = Json.BUILD.createObjectBuilder();
    var messages = Json.BUILD.createArrayBuilder();
    var system = new StringBuilder();
    boolean begun = false;
    for (var message : array(chat, "messages")) {
      var role = Json.string(message.asJsonObject(), "role");
      boolean instructs = role.equals("system") || role.equals("developer");
      if (instructs && !begun) {
        system.append(text(message.asJsonObject().get("content")));
      } else {
        begun = true;
        messages.add(message(message.asJsonObject(), instructs ? "system" : role));
      }
    }
    request.add("system", system.toString()).add("messages", messages).add("tools", tools(chat));
    if (chat.get("response_format") instanceof JsonObject format && object(format, "json_schema").get("schema") instanceof JsonObject schema) {
      request.add("output_format", builder("type", "json_schema").add("schema", schema));
    }
    return request.build();
  }

  private static JsonObjectBuilder message(JsonObject message, String role) {
    var content = Json.BUILD.createArrayBuilder();
    if (role.equals("tool")) {
      var id = Optional.ofNullable(Json.string(message, "tool_call_id")).orElse("call");
      content.add(builder("type", "tool_result").add("tool_use_id", id).add("content", text(message.get("content"))));
      return builder("role", "user").add("content", content);
    }
    parts(message.get("content"), content);
    for (var call : array(message, "tool_calls")) {
      var function = object(call.asJsonObject(), "function");
      content.add(builder("type", "tool_use").add("id", call.asJsonObject().getString("id", "call")).add("name", function.getString("name", "f"))
          .add("input", arguments(function)));
    }
    return builder("role", role).add("content", content);
  }

  private static JsonObject arguments(JsonObject function) {
    try {
      return Json.object(function.getString("arguments", "{}"));
    } catch (Json.Malformed cutOff) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
  }

  private static void parts(JsonValue content, JsonArrayBuilder out) {
    if (!(content instanceof JsonArray parts)) {
      out.add(builder("type", "text").add("text", text(content)));
      return;
    }
    for (var part : parts) {
      var known = part.asJsonObject();
      if (Json.string(known, "text") != null) {
        out.add(builder("type", "text").add("text", known.getString("text")));
      } else if (known.get("image_url") instanceof JsonObject image) {
        out.add(builder("type", "image").add("source", source(image.getString("url"))));
      } else {
        throw Refusal.invalid("messages", "has a part of type " + Json.string(known, "type"));
      }
    }
  }

  private static JsonObjectBuilder source(String url) {
    return url.startsWith("data:")
        ? builder("type", "base64").add("media_type", url.substring(5, url.indexOf(';'))).add("data", url.substring(url.indexOf(',') + 1))
        : builder("type", "url").add("url", url);
  }

  private static JsonArrayBuilder tools(JsonObject chat) {
    var tools = Json.BUILD.createArrayBuilder();
    for (var tool : array(chat, "tools")) {
      var function = object(tool.asJsonObject(), "function");
      tools.add(builder("name", function.getString("name", "f")).add("description", function.getString("description", ""))
          .add("input_schema", object(function, "parameters")));
    }
    return tools;
  }

  private static String text(JsonValue content) {
    var text = new StringBuilder();
    if (content instanceof JsonString string) {
      text.append(string.getString());
    } else if (content instanceof JsonArray parts) {
      parts.forEach(part -> text.append(part.asJsonObject().getString("text", "")));
    }
    return text.toString();
  }

  private static JsonObjectBuilder builder(String name, String value) {
    return Json.BUILD.createObjectBuilder().add(name, value);
  }

  private static JsonObject object(JsonObject holder, String name) {
    return holder.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static JsonArray array(JsonObject holder, String name) {
    return holder.get(name) instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
  }
}
