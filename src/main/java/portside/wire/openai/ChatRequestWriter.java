package portside.wire.openai;

import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;
import portside.wire.CacheLife;
import portside.wire.JsonBuffer;
import portside.wire.common.ContentPart;
import portside.wire.common.FunctionChoice;
import portside.wire.common.FunctionTool;
import portside.wire.common.RequestMembersWriter;
import portside.wire.common.ResponseFormat;

/// Writes one [ChatRequest].
final class ChatRequestWriter {
  private final ChatRequest request;
  private final JsonBuffer json = new JsonBuffer(16 * 1024);
  private final RequestMembersWriter members;

  ChatRequestWriter(ChatRequest request) {
    this.request = request;
    members = new RequestMembersWriter(json, request.extra(), request.without());
  }

  byte[] bytes() {
    json.beginObject();
    members.write("model", () -> json.value(request.model()));
    members.write("messages", () -> members.array(request.messages(), this::message));
    tools();
    if (request.limit() instanceof ChatRequest.Limit limit) {
      members.write(limit.field(), () -> json.value(limit.tokens()));
    }
    request.temperature().ifPresent(value -> members.write("temperature", () -> json.value(value)));
    request.topP().ifPresent(value -> members.write("top_p", () -> json.value(value)));
    request.topK().ifPresent(value -> members.write("top_k", () -> json.value(value)));
    if (!request.stop().isEmpty()) {
      members.write("stop", () -> members.array(request.stop(), json::value));
    }
    request.settings().forEach(setting -> members.write(setting.name(), () -> json.value(setting.value())));
    if (request.responseFormat() instanceof ResponseFormat format) {
      members.write("response_format", () -> responseFormat(format));
    }
    stream();
    members.writeExtra();
    json.endObject();
    return json.toBytes();
  }

  private void message(ChatMessage message) {
    json.beginObject();
    switch (message) {
      case ChatMessage.System system -> system(system);
      case ChatMessage.User user -> user(user);
      case ChatMessage.Assistant assistant -> assistant(assistant);
      case ChatMessage.Tool tool -> result(tool);
    }
    json.endObject();
  }

  /// Writes a system message: one part up to each mark, and one behind the last.
  private void system(ChatMessage.System system) {
    json.name("role").value(request.style().systemRole()).name("content");
    if (system.marks().isEmpty()) {
      json.value(system.content());
      return;
    }
    json.beginArray();
    var from = 0;
    for (var mark : system.marks()) {
      text(system.content().substring(from, mark.end()), mark.life());
      from = mark.end();
    }
    if (from < system.content().length()) {
      text(system.content().substring(from), null);
    }
    json.endArray();
  }

  private void result(ChatMessage.Tool tool) {
    json.name("role").value("tool").name("tool_call_id").value(tool.callId());
    if (tool.name() != null) {
      json.name("name").value(tool.name());
    }
    json.name("content");
    if (tool.mark() != null) {
      json.beginArray();
      text(tool.content(), tool.mark());
      json.endArray();
    } else {
      json.value(tool.content());
    }
  }

  private void user(ChatMessage.User user) {
    json.name("role").value("user").name("content");
    if (user.content().size() == 1 && user.content().getFirst() instanceof ContentPart.Text(var text) && user.mark() == null) {
      json.value(text);
      return;
    }
    var lastText = user.content().stream().filter(ContentPart.Text.class::isInstance).reduce((_, last) -> last).orElse(null);
    json.beginArray();
    for (var part : user.content()) {
      part(part, part == lastText ? user.mark() : null); // only texts can bear a mark (OpenRouter, prompt caching)
    }
    json.endArray();
  }

  private void part(ContentPart part, @Nullable CacheLife mark) {
    switch (part) {
      case ContentPart.Text(var text) -> text(text, mark);
      case ContentPart.Image(var url) -> {
        json.beginObject().name("type").value("image_url").name("image_url").beginObject().name("url").value(url).endObject();
        json.endObject();
      }
      case ContentPart.File(var filename, var data) -> file(filename, data);
    }
  }

  private void text(String text, @Nullable CacheLife mark) {
    json.beginObject().name("type").value("text").name("text").value(text);
    cacheControl(mark);
    json.endObject();
  }

  private void cacheControl(@Nullable CacheLife mark) {
    if (mark == null) {
      return;
    }
    json.name("cache_control").beginObject().name("type").value("ephemeral");
    if (mark == CacheLife.HOUR) {
      json.name("ttl").value("1h");
    }
    json.endObject();
  }

  private void file(String filename, String data) {
    json.beginObject();
    if (request.style().documentUrls()) {
      json.name("type").value("document_url").name("document_url").value(data).name("document_name").value(filename);
    } else {
      json.name("type").value("file").name("file").beginObject();
      json.name("filename").value(filename).name("file_data").value(data).endObject();
    }
    json.endObject();
  }

  private void assistant(ChatMessage.Assistant assistant) {
    json.name("role").value("assistant");
    if (assistant.reasoning() != null) {
      json.name("content").beginArray();
      reasoning(assistant.reasoning());
      if (assistant.content() != null && !assistant.content().isEmpty()) {
        text(assistant.content(), null);
      }
      json.endArray();
    } else if (assistant.content() != null) {
      json.name("content").value(assistant.content());
    } else if (!request.style().omitNullContent()) {
      json.name("content").nullValue();
    }
    assistant.members().forEach(member -> json.name(member.name()).value(member.value()));
    if (!assistant.calls().isEmpty()) {
      json.name("tool_calls");
      members.array(assistant.calls(), this::call);
    }
  }

  /// Writes reasoning as Mistral does.
  private void reasoning(String text) {
    json.beginObject().name("type").value("thinking").name("thinking").beginArray();
    text(text, null);
    json.endArray().endObject();
  }

  private void call(ChatMessage.ToolCall call) {
    var type = call.name().startsWith("$") ? "builtin_function" : "function"; // Moonshot's; no client's tool reaches us so named
    json.beginObject().name("id").value(call.id()).name("type").value(type).name("function").beginObject();
    json.name("name").value(call.name()).name("arguments").value(call.arguments()).endObject();
    if (call.signature() != null) {
      json.name("extra_content").beginObject().name("google").beginObject();
      json.name("thought_signature").value(call.signature()).endObject().endObject();
    }
    json.endObject();
  }

  private void tools() {
    if (request.tools().isEmpty() && request.ownTools().isEmpty()) {
      return;
    }
    members.write("tools", () -> {
      json.beginArray();
      request.tools().forEach(this::tool);
      request.ownTools().forEach(tool -> json.value((JsonValue) tool));
      json.endArray();
    });
    if (request.toolChoice() instanceof FunctionChoice choice) {
      members.write("tool_choice", () -> toolChoice(choice));
    }
    if (request.parallelCalls() instanceof Boolean parallel) {
      members.write("parallel_tool_calls", () -> json.value(parallel));
    }
  }

  private void tool(FunctionTool tool) {
    json.beginObject().name("type").value("function").name("function").beginObject().name("name").value(tool.name());
    if (!tool.description().isEmpty()) {
      json.name("description").value(tool.description());
    }
    if (tool.parameters() != null) {
      json.name("parameters").value((JsonValue) tool.parameters());
    }
    if (tool.strict() != null) {
      json.name("strict").value(tool.strict());
    }
    json.endObject();
    cacheControl(tool.mark());
    json.endObject();
  }

  private void toolChoice(FunctionChoice choice) {
    switch (choice) {
      case FunctionChoice.Required(var word) -> json.value(word);
      case FunctionChoice.None() -> json.value("none");
      case FunctionChoice.Named(var name) -> {
        json.beginObject().name("type").value("function").name("function");
        json.beginObject().name("name").value(name).endObject().endObject();
      }
    }
  }

  private void responseFormat(ResponseFormat format) {
    json.beginObject();
    switch (format) {
      case ResponseFormat.AnyObject() -> json.name("type").value("json_object");
      case ResponseFormat.Schema(var name, var strict, var schema) -> {
        json.name("type").value("json_schema").name("json_schema").beginObject();
        json.name("name").value(name).name("strict").value(strict).name("schema").value((JsonValue) schema).endObject();
      }
    }
    json.endObject();
  }

  private void stream() {
    if (!request.stream()) {
      return;
    }
    members.write("stream", () -> json.value(true));
    if (request.streamUsage()) {
      members.write("stream_options", () -> json.beginObject().name("include_usage").value(true).endObject());
    }
  }
}
