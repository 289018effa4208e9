package portside.demo;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import portside.wire.Json;

/// An answer in the shapes of OpenAI's chat completions, whole or as chunks.
///
/// @param id of the answer; those of its calls are made from it
/// @param created in seconds since 1970
/// @param model as the request named it
/// @param pieces of what is said, already cut at the request's `max_tokens`
/// @param finishReason `stop`, `tool_calls` or `length`
/// @param usage of the request
record Completion(String id, long created, String model, List<DemoReply.Piece> pieces, String finishReason, JsonObject usage) {

  /// @param promptCharacters of the request's messages and tools
  /// @param seenCharacters how many of them, from the start, were in an earlier request
  static Completion of(Prompt prompt, DemoReply reply, String id, long created, int promptCharacters, int seenCharacters) {
    var all = reply.pieces();
    var cut = prompt.maxTokens() < all.size();
    var pieces = cut ? all.subList(0, (int) prompt.maxTokens()) : all;
    var finishReason = cut ? "length" : reply.calls().isEmpty() ? "stop" : "tool_calls";
    var reasoning = pieces.stream().filter(DemoReply.Piece.Reasoning.class::isInstance).count();
    var usage = Json.BUILD.createObjectBuilder()
        .add("prompt_tokens", tokens(promptCharacters))
        .add("completion_tokens", pieces.size())
        .add("total_tokens", tokens(promptCharacters) + pieces.size())
        .add("prompt_tokens_details", Json.BUILD.createObjectBuilder().add("cached_tokens", tokens(seenCharacters)))
        .add("completion_tokens_details", Json.BUILD.createObjectBuilder().add("reasoning_tokens", reasoning))
        .build();
    return new Completion(id, created, prompt.model(), pieces, finishReason, usage);
  }

  /// About four characters make a token of English.
  static int tokens(int characters) {
    return (characters + 3) / 4;
  }

  /// The chunk that opens a stream.
  JsonObject opening() {
    return chunk(object().add("role", "assistant").add("content", ""), JsonValue.NULL);
  }

  /// The chunk of one piece.
  JsonObject chunk(DemoReply.Piece piece) {
    return chunk(switch (piece) {
      case DemoReply.Piece.Reasoning(var text) -> object().add("reasoning_content", text);
      case DemoReply.Piece.Words(var text) -> object().add("content", text);
      case DemoReply.Piece.Opening(var index, var name) ->
          object().add("tool_calls", Json.BUILD.createArrayBuilder().add(call(index, name, "").add("index", index)));
      case DemoReply.Piece.Arguments(var index, var text) -> object().add("tool_calls", Json.BUILD.createArrayBuilder()
          .add(object().add("index", index).add("function", object().add("arguments", text))));
    }, JsonValue.NULL);
  }

  /// The chunk with the reason of the end.
  JsonObject closing() {
    return chunk(object(), Json.BUILD.createArrayBuilder().add(finishReason).build().getFirst());
  }

  /// The chunk with usage, without choices.
  JsonObject usageChunk() {
    return frame("chat.completion.chunk", Json.BUILD.createArrayBuilder()).add("usage", usage).build();
  }

  /// The answer as one object.
  JsonObject whole() {
    var reasoning = new StringBuilder();
    var text = new StringBuilder();
    var calls = new ArrayList<StringBuilder>();
    var names = new ArrayList<String>();
    for (var piece : pieces) {
      switch (piece) {
        case DemoReply.Piece.Reasoning(var words) -> reasoning.append(words);
        case DemoReply.Piece.Words(var words) -> text.append(words);
        case DemoReply.Piece.Opening(_, var name) -> {
          names.add(name);
          calls.add(new StringBuilder());
        }
        case DemoReply.Piece.Arguments(var index, var part) -> calls.get(index).append(part);
      }
    }
    var message = object().add("role", "assistant").add("content", text.toString());
    if (!reasoning.isEmpty()) {
      message.add("reasoning_content", reasoning.toString());
    }
    if (!calls.isEmpty()) {
      var array = Json.BUILD.createArrayBuilder();
      for (var i = 0; i < calls.size(); i++) {
        array.add(call(i, names.get(i), calls.get(i).toString()));
      }
      message.add("tool_calls", array);
    }
    var choice = object().add("index", 0).add("message", message).add("finish_reason", finishReason);
    return frame("chat.completion", Json.BUILD.createArrayBuilder().add(choice)).add("usage", usage).build();
  }

  private JsonObjectBuilder call(int index, String name, String arguments) {
    return object().add("id", "call_" + id.substring(id.lastIndexOf('-') + 1) + "_" + index)
        .add("type", "function").add("function", object().add("name", name).add("arguments", arguments));
  }

  private JsonObject chunk(JsonObjectBuilder delta, JsonValue finish) {
    var choice = object().add("index", 0).add("delta", delta).add("finish_reason", finish);
    return frame("chat.completion.chunk", Json.BUILD.createArrayBuilder().add(choice)).build();
  }

  private JsonObjectBuilder frame(String object, JsonArrayBuilder choices) {
    return object().add("id", id).add("object", object).add("created", created).add("model", model).add("choices", choices);
  }

  private static JsonObjectBuilder object() {
    return Json.BUILD.createObjectBuilder();
  }
}
