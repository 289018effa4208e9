package portside.wire.responses;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import portside.wire.Json;
import portside.wire.common.ProviderError;

/// One event of a streamed response (OpenAI API, "Streaming events"), as far as it matters here.
public sealed interface ResponseEvent {
  /// Stands for an index that was not said.
  int NO_INDEX = -1;

  /// What a piece is a piece of.
  enum Kind {
    TEXT,
    REFUSAL,
    SUMMARY,
    REASONING_TEXT,
    ARGUMENTS
  }

  /// Where a piece belongs.
  ///
  /// @param index of the item in the output, or [#NO_INDEX]
  /// @param itemId empty when absent
  /// @param part of the item, from 0
  record Place(int index, String itemId, Kind kind, int part) {}

  /// An item begins; most servers fill it only later.
  record ItemAdded(int index, OutputItem item) implements ResponseEvent {}

  /// An item is complete.
  record ItemDone(int index, OutputItem item) implements ResponseEvent {}

  /// The next piece of a text.
  record Delta(Place place, String text) implements ResponseEvent {}

  /// A text from its beginning to its end.
  record Whole(Place place, String text) implements ResponseEvent {}

  /// Nothing follows.
  record Ended(Response response) implements ResponseEvent {}

  /// The provider says that something went wrong.
  record Failed(ProviderError error) implements ResponseEvent {}

  /// Nothing that matters here, or nothing that is known.
  record Other() implements ResponseEvent {}

  /// Reads the payload of an event, or a whole answer.
  ///
  /// @param name of the event where the payload has no `type`; empty for none
  static ResponseEvent read(String name, JsonObject payload) {
    var said = Json.string(payload, "type");
    var type = said == null ? name : said;
    return switch (type) {
      case "response.output_item.added" ->
          payload.get("item") instanceof JsonObject item ? new ItemAdded(index(payload), OutputItem.read(item)) : new Other();
      case "response.output_item.done" ->
          payload.get("item") instanceof JsonObject item ? new ItemDone(index(payload), OutputItem.read(item)) : new Other();
      case "response.output_text.delta" -> delta(payload, Kind.TEXT, "content_index");
      case "response.output_text.done" -> whole(payload, Kind.TEXT, "content_index", "text");
      case "response.refusal.delta" -> delta(payload, Kind.REFUSAL, "content_index");
      case "response.refusal.done" -> whole(payload, Kind.REFUSAL, "content_index", "refusal");
      case "response.reasoning_summary_text.delta" -> delta(payload, Kind.SUMMARY, "summary_index");
      case "response.reasoning_summary_text.done" -> whole(payload, Kind.SUMMARY, "summary_index", "text");
      case "response.reasoning_text.delta" -> delta(payload, Kind.REASONING_TEXT, "content_index");
      case "response.reasoning_text.done" -> whole(payload, Kind.REASONING_TEXT, "content_index", "text");
      case "response.function_call_arguments.delta" -> delta(payload, Kind.ARGUMENTS, "");
      case "response.function_call_arguments.done" -> whole(payload, Kind.ARGUMENTS, "", "arguments");
      case "response.completed", "response.done" -> ended(payload, "completed");
      case "response.incomplete" -> ended(payload, "incomplete");
      case "response.failed" -> ended(payload, "failed");
      case "response.cancelled" -> ended(payload, "cancelled");
      case "error", "response.error" -> new Failed(ProviderError.anywhere(payload));
      default -> type.startsWith("response.") ? new Other() : untyped(payload);
    };
  }

  /// A whole answer, or an error in one of its many shapes.
  private static ResponseEvent untyped(JsonObject payload) {
    if (payload.get("output") instanceof JsonArray || "response".equals(Json.string(payload, "object"))) {
      return new Ended(Response.read(payload, "completed"));
    }
    var error = ProviderError.inside(payload);
    return error == null ? new Other() : new Failed(error);
  }

  private static ResponseEvent ended(JsonObject payload, String status) {
    var response = payload.get("response") instanceof JsonObject object ? object : payload;
    return new Ended(Response.read(response, status));
  }

  private static ResponseEvent delta(JsonObject payload, Kind kind, String part) {
    return new Delta(place(payload, kind, part), text(payload, "delta"));
  }

  private static ResponseEvent whole(JsonObject payload, Kind kind, String part, String member) {
    return new Whole(place(payload, kind, part), text(payload, member));
  }

  private static Place place(JsonObject payload, Kind kind, String part) {
    return new Place(index(payload), text(payload, "item_id"), kind, payload.get(part) instanceof JsonNumber number ? number.intValue() : 0);
  }

  private static int index(JsonObject payload) {
    return payload.get("output_index") instanceof JsonNumber number && number.intValue() >= 0 ? number.intValue() : NO_INDEX;
  }

  private static String text(JsonObject object, String name) {
    var text = Json.string(object, name);
    return text == null ? "" : text;
  }
}
