package portside.wire.responses;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import portside.wire.JsonBuffer;
import portside.wire.common.ContentPart;
import portside.wire.common.FunctionChoice;
import portside.wire.common.FunctionTool;
import portside.wire.common.RequestMembersWriter;
import portside.wire.common.ResponseFormat;

/// Writes one [ResponsesRequest].
final class ResponsesRequestWriter {
  private final ResponsesRequest request;
  private final JsonBuffer json = new JsonBuffer(16 * 1024);
  private final RequestMembersWriter members;

  ResponsesRequestWriter(ResponsesRequest request) {
    this.request = request;
    members = new RequestMembersWriter(json, request.extra(), request.without());
  }

  byte[] bytes() {
    json.beginObject();
    members.write("model", () -> json.value(request.model()));
    if (!request.instructions().isEmpty()) {
      members.write("instructions", () -> json.value(request.instructions()));
    }
    members.write("input", () -> members.array(request.input(), this::item));
    tools();
    request.maxOutputTokens().ifPresent(tokens -> members.write("max_output_tokens", () -> json.value(tokens)));
    request.temperature().ifPresent(value -> members.write("temperature", () -> json.value(value)));
    request.topP().ifPresent(value -> members.write("top_p", () -> json.value(value)));
    if (request.reasoning() instanceof ResponsesRequest.Reasoning reasoning) {
      members.write("reasoning", () -> reasoning(reasoning));
      if (reasoning.encrypted()) {
        members.write("include", () -> json.beginArray().value("reasoning.encrypted_content").endArray());
      }
    }
    if (request.format() instanceof ResponseFormat format) {
      members.write("text", () -> format(format));
    }
    members.write("store", () -> json.value(false));
    if (!request.promptCacheKey().isEmpty()) {
      members.write("prompt_cache_key", () -> json.value(request.promptCacheKey()));
    }
    if (request.stream()) {
      members.write("stream", () -> json.value(true));
    }
    members.writeExtra();
    json.endObject();
    return json.toBytes();
  }

  private void item(InputItem item) {
    switch (item) {
      case InputItem.Message(var speaker, var content) -> {
        json.beginObject().name("type").value("message").name("role").value(speaker.name().toLowerCase(Locale.ROOT)).name("content");
        members.array(content, this::part);
        json.endObject();
      }
      case InputItem.AssistantMessage(var text, var phase) -> {
        json.beginObject().name("type").value("message").name("role").value("assistant").name("content").beginArray();
        json.beginObject().name("type").value("output_text").name("text").value(text).endObject().endArray();
        if (phase != null) {
          json.name("phase").value(phase);
        }
        json.endObject();
      }
      case InputItem.FunctionCall(var callId, var name, var arguments) -> {
        json.beginObject().name("type").value("function_call").name("call_id").value(callId);
        json.name("name").value(name).name("arguments").value(arguments).endObject();
      }
      case InputItem.FunctionCallOutput(var callId, var output) -> {
        json.beginObject().name("type").value("function_call_output").name("call_id").value(callId).name("output");
        output(output);
        json.endObject();
      }
      case InputItem.Reasoning(var reasoning) -> json.value((JsonValue) reasoning);
    }
  }

  private void output(List<ContentPart> output) {
    if (output.size() == 1 && output.getFirst() instanceof ContentPart.Text(var text)) {
      json.value(text);
    } else {
      members.array(output, this::part);
    }
  }

  private void part(ContentPart part) {
    switch (part) {
      case ContentPart.Text(var text) -> json.beginObject().name("type").value("input_text").name("text").value(text).endObject();
      case ContentPart.Image(var url) -> json.beginObject().name("type").value("input_image").name("image_url").value(url).endObject();
      case ContentPart.File(var filename, var data) -> {
        json.beginObject().name("type").value("input_file").name("filename").value(filename);
        json.name("file_data").value(data).endObject();
      }
    }
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
    if (request.parallelToolCalls() instanceof Boolean parallel) {
      members.write("parallel_tool_calls", () -> json.value(parallel));
    }
  }

  private void tool(FunctionTool tool) {
    json.beginObject().name("type").value("function").name("name").value(tool.name());
    if (!tool.description().isEmpty()) {
      json.name("description").value(tool.description());
    }
    if (tool.parameters() != null) {
      json.name("parameters").value((JsonValue) tool.parameters());
    }
    json.name("strict").value(Boolean.TRUE.equals(tool.strict())).endObject();
  }

  private void toolChoice(FunctionChoice choice) {
    switch (choice) {
      case FunctionChoice.Required _ -> json.value("required");
      case FunctionChoice.None() -> json.value("none");
      case FunctionChoice.Named(var name) -> json.beginObject().name("type").value("function").name("name").value(name).endObject();
    }
  }

  private void reasoning(ResponsesRequest.Reasoning reasoning) {
    json.beginObject();
    if (reasoning.effort() != null) {
      json.name("effort").value(reasoning.effort());
    }
    if (reasoning.summary()) {
      json.name("summary").value("auto");
    }
    json.endObject();
  }

  private void format(ResponseFormat format) {
    json.beginObject().name("format").beginObject();
    switch (format) {
      case ResponseFormat.AnyObject() -> json.name("type").value("json_object");
      case ResponseFormat.Schema(var name, var strict, var schema) -> {
        json.name("type").value("json_schema").name("name").value(name);
        json.name("strict").value(strict).name("schema").value((JsonValue) schema);
      }
    }
    json.endObject().endObject();
  }
}
