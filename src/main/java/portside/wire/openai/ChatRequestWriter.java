package portside.wire.openai;

import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import portside.wire.JsonBuffer;

/// Writes one [ChatRequest].
final class ChatRequestWriter {
  private final ChatRequest request;
  private final Set<String> replaced = new HashSet<>();
  private final JsonBuffer json = new JsonBuffer(16 * 1024);

  ChatRequestWriter(ChatRequest request) {
    this.request = request;
    request.extra().forEach(member -> replaced.add(member.name()));
  }

  byte[] bytes() {
    json.beginObject();
    member("model", () -> json.value(request.model()));
    member("messages", () -> array(request.messages(), this::message));
    tools();
    if (request.limit() != null) {
      member(request.limit().field(), () -> json.value(request.limit().tokens()));
    }
    request.temperature().ifPresent(value -> member("temperature", () -> json.value(value)));
    request.topP().ifPresent(value -> member("top_p", () -> json.value(value)));
    request.topK().ifPresent(value -> member("top_k", () -> json.value(value)));
    if (!request.stop().isEmpty()) {
      member("stop", () -> array(request.stop(), json::value));
    }
    reasoning(request.reasoning());
    if (request.responseFormat() != null) {
      member("response_format", () -> responseFormat(request.responseFormat()));
    }
    stream();
    request.extra().forEach(member -> json.name(member.name()).value(member.value()));
    json.endObject();
    return json.toBytes();
  }

  private void member(String name, Runnable value) {
    if (!replaced.contains(name)) {
      json.name(name);
      value.run();
    }
  }

  private <T> void array(List<T> items, Consumer<T> each) {
    json.beginArray();
    items.forEach(each);
    json.endArray();
  }

  private void message(ChatMessage message) {
    json.beginObject();
    switch (message) {
      case ChatMessage.System system -> json.name("role").value("system").name("content").value(system.content());
      case ChatMessage.User user -> user(user.content());
      case ChatMessage.Assistant assistant -> assistant(assistant);
      case ChatMessage.Tool tool ->
          json.name("role").value("tool").name("tool_call_id").value(tool.callId()).name("content").value(tool.content());
    }
    json.endObject();
  }

  private void user(List<ChatMessage.Part> content) {
    json.name("role").value("user").name("content");
    if (content.size() == 1 && content.getFirst() instanceof ChatMessage.Part.Text text) {
      json.value(text.text());
    } else {
      array(content, this::part);
    }
  }

  private void part(ChatMessage.Part part) {
    json.beginObject();
    switch (part) {
      case ChatMessage.Part.Text text -> json.name("type").value("text").name("text").value(text.text());
      case ChatMessage.Part.Image image ->
          json.name("type").value("image_url").name("image_url").beginObject().name("url").value(image.url()).endObject();
      case ChatMessage.Part.File file -> {
        json.name("type").value("file").name("file").beginObject();
        json.name("filename").value(file.filename()).name("file_data").value(file.data()).endObject();
      }
    }
    json.endObject();
  }

  private void assistant(ChatMessage.Assistant assistant) {
    json.name("role").value("assistant");
    if (assistant.content() != null) {
      json.name("content").value(assistant.content());
    } else if (!request.style().omitNullContent()) {
      json.name("content").nullValue();
    }
    if (assistant.reasoning() != null) {
      json.name(request.style().reasoningField()).value(assistant.reasoning());
    }
    if (!assistant.calls().isEmpty()) {
      json.name("tool_calls");
      array(assistant.calls(), this::call);
    }
  }

  private void call(ChatMessage.ToolCall call) {
    json.beginObject().name("id").value(call.id()).name("type").value("function").name("function").beginObject();
    json.name("name").value(call.name()).name("arguments").value(call.arguments()).endObject();
    if (call.signature() != null) {
      json.name("extra_content").beginObject().name("google").beginObject();
      json.name("thought_signature").value(call.signature()).endObject().endObject();
    }
    json.endObject();
  }

  private void tools() {
    if (request.tools().isEmpty()) {
      return;
    }
    member("tools", () -> array(request.tools(), this::tool));
    if (request.toolChoice() != null) {
      member("tool_choice", () -> toolChoice(request.toolChoice()));
    }
    if (request.oneCallAtMost()) {
      member("parallel_tool_calls", () -> json.value(false));
    }
  }

  private void tool(ChatRequest.Function tool) {
    json.beginObject().name("type").value("function").name("function").beginObject().name("name").value(tool.name());
    if (!tool.description().isEmpty()) {
      json.name("description").value(tool.description());
    }
    if (tool.parameters() != null) {
      json.name("parameters").value((JsonValue) tool.parameters());
    }
    json.endObject().endObject();
  }

  private void toolChoice(ChatRequest.ToolChoice choice) {
    switch (choice) {
      case ChatRequest.ToolChoice.Required() -> json.value("required");
      case ChatRequest.ToolChoice.None() -> json.value("none");
      case ChatRequest.ToolChoice.Named(var name) -> {
        json.beginObject().name("type").value("function").name("function");
        json.beginObject().name("name").value(name).endObject().endObject();
      }
    }
  }

  private void reasoning(ChatRequest.Reasoning reasoning) {
    switch (reasoning) {
      case ChatRequest.Reasoning.Unsaid() -> {}
      case ChatRequest.Reasoning.Effort(var level) -> member("reasoning_effort", () -> json.value(level));
      case ChatRequest.Reasoning.Thinking(var thinking, var level) -> {
        member("thinking", () -> json.value((JsonValue) thinking));
        if (level != null) {
          member("reasoning_effort", () -> json.value(level));
        }
      }
      case ChatRequest.Reasoning.Nested(var level) ->
          member("reasoning", () -> json.beginObject().name("effort").value(level).endObject());
    }
  }

  private void responseFormat(ChatRequest.ResponseFormat format) {
    json.beginObject();
    switch (format) {
      case ChatRequest.ResponseFormat.AnyObject() -> json.name("type").value("json_object");
      case ChatRequest.ResponseFormat.Schema(var name, var strict, var schema) -> {
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
    member("stream", () -> json.value(true));
    if (request.streamUsage()) {
      member("stream_options", () -> json.beginObject().name("include_usage").value(true).endObject());
    }
  }
}
