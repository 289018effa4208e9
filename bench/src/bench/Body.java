package bench;

import static java.util.stream.Collectors.joining;

import bench.Conversation.Tool;
import bench.Conversation.Turn;

/// A conversation in the two languages.
final class Body {
  private Body() {}

  /// For `/v1/messages`.
  static String anthropic(Conversation talk, String model) {
    return anthropic(talk, model, true);
  }

  /// @param stream whether events are asked for, or the answer in one piece
  static String anthropic(Conversation talk, String model, boolean stream) {
    return "{\"model\":%s,\"max_tokens\":32000,\"stream\":%s,%s".formatted(Json.string(model), stream, anthropicParts(talk));
  }

  /// For `/v1/messages/count_tokens`.
  static String countTokens(Conversation talk) {
    return "{\"model\":\"claude-sonnet-5\"," + anthropicParts(talk);
  }

  /// For `/v1/chat/completions`.
  static String openAi(Conversation talk, String model) {
    var tools = talk.tools().stream().map(Body::openAiTool).collect(joining(","));
    return """
    {"model":%s,"max_tokens":32000,"stream":true,"stream_options":{"include_usage":true},\
    "messages":[{"role":"system","content":%s},{"role":"user","content":%s}%s]%s}"""
        .formatted(
            Json.string(model),
            Json.string(talk.system()),
            Json.string(talk.prompt()),
            talk.turns().stream().map(Body::openAiTurn).collect(joining()),
            tools.isEmpty() ? "" : ",\"tools\":[" + tools + "]");
  }

  private static String anthropicParts(Conversation talk) {
    return """
    "system":[{"type":"text","text":%s,"cache_control":{"type":"ephemeral"}}],\
    "messages":[{"role":"user","content":[{"type":"text","text":%s}]}%s],"tools":[%s]}"""
        .formatted(
            Json.string(talk.system()),
            Json.string(talk.prompt()),
            talk.turns().stream().map(Body::anthropicTurn).collect(joining()),
            talk.tools().stream().map(Body::anthropicTool).collect(joining(",")));
  }

  private static String anthropicTool(Tool tool) {
    return "{\"name\":%s,\"description\":%s,\"input_schema\":%s}"
        .formatted(Json.string(tool.name()), Json.string(tool.description()), tool.schema());
  }

  private static String anthropicTurn(Turn turn) {
    return """
    ,{"role":"assistant","content":[{"type":"text","text":%1$s},{"type":"tool_use","id":%2$s,"name":%3$s,"input":%4$s}]},\
    {"role":"user","content":[{"type":"tool_result","tool_use_id":%2$s,"content":[{"type":"text","text":%5$s}]}]}"""
        .formatted(
            Json.string(turn.says()), Json.string(turn.callId()), Json.string(turn.tool()), turn.arguments(), Json.string(turn.result()));
  }

  private static String openAiTool(Tool tool) {
    return "{\"type\":\"function\",\"function\":{\"name\":%s,\"description\":%s,\"parameters\":%s}}"
        .formatted(Json.string(tool.name()), Json.string(tool.description()), tool.schema());
  }

  private static String openAiTurn(Turn turn) {
    return """
    ,{"role":"assistant","content":%1$s,"tool_calls":[{"id":%2$s,"type":"function","function":{"name":%3$s,"arguments":%4$s}}]},\
    {"role":"tool","tool_call_id":%2$s,"content":%5$s}"""
        .formatted(
            Json.string(turn.says()),
            Json.string(turn.callId()),
            Json.string(turn.tool()),
            Json.string(turn.arguments()),
            Json.string(turn.result()));
  }
}
