package portside.translate.messages;

import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.MESSAGES_PATH;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REQUEST_FITTED;
import static portside.provider.dialect.Column.SYSTEM_IN_PLACE;
import static portside.provider.dialect.Column.WITHOUT;
import static portside.provider.dialect.Column.WITHOUT_KEYWORDS;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.MessagesPath;
import portside.provider.dialect.Dialect.Replay;
import portside.translate.search.ProviderSearch;
import portside.translate.search.RequiredServerTool;
import portside.wire.Json;
import portside.wire.JsonSource;
import portside.wire.common.RequestMember;

/// A client's own request on its way to Claude. What must be changed is changed and nothing else: where there is nothing, the same bytes go up; where
/// only the model has another name there, only that name differs; else the body is written again, member for member.
///
/// The trip: *what another provider left → system messages → tools that the host would run and cannot → thinking → cache marks → what needs a beta that
/// does not go up → what a row or a refusal takes out or adds → the model.* The system prompt, tools, metadata and members nobody here knows pass as they are.
final class RawMessages {
  /// The version that goes into the body where the path says the model (Google Cloud, "Claude on Vertex AI").
  private static final String VERTEX_VERSION = "vertex-2023-10-16";

  private RawMessages() {}

  /// @param body as the client sent it
  /// @param model the provider's name of the model
  /// @param betas that go up
  static byte[] write(byte[] body, Dialect row, String model, Betas betas) {
    var text = new String(body, StandardCharsets.UTF_8);
    var sent = object(text);
    var edited = edited(sent, row, betas);
    if (edited != sent || row.get(MESSAGES_PATH) == MessagesPath.RAW_PREDICT) {
      return JsonSource.bytes(addressed(edited, row, model));
    }
    return model.equals(Json.string(sent, "model")) ? body : JsonSource.withString(text, model, "model").getBytes(StandardCharsets.UTF_8);
  }

  /// The body with the model, or with the version where the path says the model.
  static JsonObject addressed(JsonObject body, Dialect row, String model) {
    return switch (row.get(MESSAGES_PATH)) {
      case V1_MESSAGES -> WholeMessage.with(body, Map.of("model", Json.quoted(model)));
      case RAW_PREDICT -> WholeMessage.with(JsonEdits.member(body, "model", _ -> null), Map.of("anthropic_version", Json.quoted(VERTEX_VERSION)));
    };
  }

  private static JsonObject edited(JsonObject sent, Dialect row, Betas betas) {
    boolean keepsThinking = row.get(REPLAY) != Replay.NONE;
    var edited = new ForeignBlocks(keepsThinking).without(sent);
    if (!keepsThinking && endsInCall(edited)) {
      edited = withoutThinking(edited); // a call of a thinking model must have its thinking before it
    }
    edited = row.get(SYSTEM_IN_PLACE) ? edited : SystemTurns.asUser(edited);
    edited = ProviderSearch.of(row) == ProviderSearch.PASSES ? edited : withoutServerTools(edited);
    edited = row.get(REQUEST_FITTED) ? FittedRequest.of(edited, row) : edited;
    edited = betas.without(CacheMarks.limited(edited));
    edited = row.get(WITHOUT_KEYWORDS).isEmpty() ? edited : withoutKeywords(edited, row.get(WITHOUT_KEYWORDS));
    edited = JsonEdits.members(edited, (name, value) -> row.get(WITHOUT).contains(name) || isChoice(name, value) ? null : value);
    for (var extra : row.get(EXTRA_BODY)) {
      edited = WholeMessage.with(edited, Map.of(extra.name(), RequestMember.of(extra.name(), extra.json()).value()));
    }
    return edited;
  }

  /// Whether it names a member of the chain, which means nothing to any of them.
  private static boolean isChoice(String name, JsonValue value) {
    return name.equals("provider") && value instanceof JsonString;
  }

  /// Whether what the model said last holds a call.
  private static boolean endsInCall(JsonObject body) {
    var last = body.get("messages") instanceof JsonArray messages
        ? messages.reversed().stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
            .filter(message -> "assistant".equals(Json.string(message, "role"))).findFirst()
        : Optional.<JsonObject>empty();
    return last.isPresent() && last.get().get("content") instanceof JsonArray blocks
        && blocks.stream().anyMatch(block -> block instanceof JsonObject object && "tool_use".equals(Json.string(object, "type")));
  }

  /// What the host would have to run itself, and cannot, is not offered to the model. A client that insists on such a tool is told so before any host is asked.
  private static JsonObject withoutServerTools(JsonObject body) {
    var without = JsonEdits.member(body, "tools", tools -> JsonEdits.elements(tools, tool -> tool instanceof JsonObject offered && RequiredServerTool.is(offered) ? null : tool));
    return without != body && without.get("tools") instanceof JsonArray left && left.isEmpty()
        ? JsonEdits.members(without, (name, value) -> name.equals("tools") || name.equals("tool_choice") ? null : value) : without;
  }

  private static JsonObject withoutKeywords(JsonObject body, List<String> keywords) {
    return JsonEdits.member(body, "tools", tools -> JsonEdits.elements(tools, tool -> tool instanceof JsonObject offered
        ? JsonEdits.member(offered, "input_schema", schema -> without(schema, keywords)) : tool));
  }

  private static JsonValue without(JsonValue schema, List<String> keywords) {
    return schema instanceof JsonObject object ? JsonEdits.members(object, (name, value) -> keywords.contains(name) ? null : value) : schema;
  }

  /// Thinking is not asked for, nor that it be cleared from the context, which is refused without it.
  static JsonObject withoutThinking(JsonObject body) {
    var silent = JsonEdits.member(body, "thinking", _ -> null);
    return JsonEdits.member(silent, "context_management", management -> management instanceof JsonObject object
        ? JsonEdits.member(object, "edits", edits -> JsonEdits.elements(edits, edit -> isOfThinking(edit) ? null : edit))
        : management);
  }

  private static boolean isOfThinking(JsonValue edit) {
    return edit instanceof JsonObject object && String.valueOf(Json.string(object, "type")).startsWith("clear_thinking");
  }

  private static JsonObject object(String text) {
    try {
      return Json.object(text);
    } catch (Json.Malformed read) {
      throw new IllegalStateException(read); // its model was read from it
    }
  }
}
