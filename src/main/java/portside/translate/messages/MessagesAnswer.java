package portside.translate.messages;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import portside.translate.AnswerContext;
import portside.translate.WireAnswer;
import portside.translate.answer.FinishReasons;
import portside.translate.answer.ToolCallAccumulator;
import portside.translate.reasoning.MakersThinking;
import portside.translate.request.ServerToolText;
import portside.wire.Json;
import portside.wire.SearchHit;
import portside.wire.anthropic.ContentBlock;
import portside.wire.common.ProviderError;
import portside.wire.common.ToolCallDelta;

/// One answer of a host that speaks Anthropic's format, read into the events of a message; for hosts whose answers do not pass as they come.
///
/// The trip of an event: *which block is it about? → is another one open, which ends with it? → text, thinking, or arguments.* The end is the reason to
/// stop: behind it a missing `message_stop` is no fault, without it nothing but that event ends the answer well.
///
/// Work of the provider's own tools is told: a search of Anthropic's form as such, any other in words (z.ai runs its own search so, and puts a
/// `tool_result` into the answer; coding-proxy). What else is not known says nothing.
public final class MessagesAnswer extends WireAnswer {
  /// A block of the provider's.
  private static final class Block {
    final BlockKind kind;
    final JsonObject start;
    final StringBuilder json = new StringBuilder();
    final StringBuilder signature = new StringBuilder();
    @Nullable ToolCallAccumulator call;
    boolean says;
    boolean ended;

    Block(BlockKind kind, JsonObject start) {
      this.kind = kind;
      this.start = start;
    }
  }

  private final ReportedUsage usage = new ReportedUsage();
  private final Map<Integer, Block> blocks = new HashMap<>();
  private final Map<String, JsonObject> serverCalls = new HashMap<>();
  private @Nullable Block open;
  private @Nullable String stopReason;
  private @Nullable String stopSequence;

  public MessagesAnswer(AnswerContext context) {
    super(context);
  }

  @Override
  protected void read(String event, JsonObject json) {
    var type = Json.string(json, "type");
    switch (type == null ? event : type) {
      case "message_start" -> {
        begin();
        count(json.get("message") instanceof JsonObject message ? message.get("usage") : null);
      }
      case "content_block_start" -> start(index(json), object(json, "content_block"));
      case "content_block_delta" -> delta(index(json), object(json, "delta"));
      case "content_block_stop" -> end(blocks.get(index(json)));
      case "message_delta" -> {
        var delta = object(json, "delta");
        stopReason = Objects.requireNonNullElse(Json.string(delta, "stop_reason"), Objects.requireNonNullElse(stopReason, ""));
        stopReason = stopReason.isEmpty() ? null : stopReason;
        stopSequence = Json.string(delta, "stop_sequence");
        count(json.get("usage"));
      }
      case "message_stop" -> conclude();
      case "message" -> {
        for (var said : WholeMessage.events(json)) {
          if (!finished()) {
            read("", said);
          }
        }
      }
      case "ping" -> {}
      default -> {
        var error = ProviderError.inside(json);
        if (error != null) {
          message.fail(errors.inside(error));
        }
      }
    }
  }

  @Override
  protected void lost(String text) {
    message.fail(errors.gap());
  }

  @Override
  protected void ended(Ending ending) {
    if (isComplete() || message.isStopped()) {
      conclude();
    } else {
      failUnfinished();
    }
  }

  @Override
  protected boolean isComplete() {
    return stopReason != null;
  }

  @Override
  public boolean concluded() {
    return super.concluded() || isComplete();
  }

  private void count(@Nullable JsonValue said) {
    if (said != null) {
      usage.add(said);
      counted(usage.counts());
    }
  }

  private void start(int index, JsonObject start) {
    end(open);
    begin();
    var block = new Block(BlockKind.of(start), start);
    blocks.put(index, block);
    open = block;
    switch (block.kind) {
      case TEXT -> {
        message.endBlock();
        words(text(start, "text"));
      }
      case THINKING -> {
        thinking(block, text(start, "thinking"));
        block.signature.append(text(start, "signature"));
      }
      case CALL -> {
        block.call = new ToolCallAccumulator(0, index);
        arguments(block.call, text(start, "id"), text(start, "name"), "", true);
      }
      case SERVER_CALL -> {}
      case OTHER -> other(text(start, "type"), start);
    }
  }

  private void delta(int index, JsonObject delta) {
    var type = text(delta, "type");
    var known = blocks.get(index);
    var block = known != null && known.kind.takes(type) ? known : null;
    if (block == null || block != open) {
      end(open);
    }
    switch (type) {
      case "text_delta" -> {
        become(block, index, BlockKind.TEXT);
        words(text(delta, "text"));
      }
      case "thinking_delta" -> thinking(become(block, index, BlockKind.THINKING), text(delta, "thinking"));
      case "signature_delta" -> become(block, index, BlockKind.THINKING).signature.append(text(delta, "signature"));
      case "input_json_delta" -> {
        var of = become(block, index, BlockKind.CALL);
        of.says |= !text(delta, "partial_json").isEmpty();
        if (of.kind == BlockKind.CALL) {
          boolean isNew = of.call == null;
          of.call = of.call == null ? new ToolCallAccumulator(0, index) : of.call;
          arguments(of.call, "", "", text(delta, "partial_json"), isNew);
        } else {
          of.json.append(text(delta, "partial_json"));
        }
      }
      default -> {}
    }
  }

  /// The block that takes a delta: the one it names, else a new one of its kind.
  private Block become(@Nullable Block block, int index, BlockKind kind) {
    if (block == null) {
      begin();
      block = new Block(kind, JsonValue.EMPTY_JSON_OBJECT);
      blocks.put(index, block);
    }
    block.ended = false;
    open = block;
    return block;
  }

  private void words(String text) {
    if (!text.isEmpty()) {
      hear();
      message.text(text);
    }
  }

  private void thinking(Block block, String text) {
    if (!text.isEmpty()) {
      hear();
      block.says = true;
      message.thinking(MakersThinking.FIELD, text);
    }
  }

  private void arguments(ToolCallAccumulator call, String id, String name, String json, boolean isNew) {
    call.add(new ToolCallDelta(ToolCallDelta.NO_INDEX, id.isEmpty() ? null : id, name.isEmpty() ? null : name, json, null), context.names());
    call(call, isNew);
  }

  /// A block is over, whether or not the provider said so.
  private void end(@Nullable Block block) {
    if (block == null || block.ended || finished()) {
      return;
    }
    block.ended = true;
    open = open == block ? null : open;
    switch (block.kind) {
      case THINKING -> {
        if (block.says || !block.signature.isEmpty()) {
          message.sign(new MakersThinking(block.signature.toString(), null));
          block.says = false;
          block.signature.setLength(0);
        }
      }
      case CALL -> {
        if (block.call != null && !block.says && says(block.start.get("input")) instanceof String input) {
          block.says = true;
          arguments(block.call, "", "", input, false);
        }
      }
      case SERVER_CALL -> serverCall(block);
      case TEXT, OTHER -> {}
    }
  }

  private void serverCall(Block block) {
    var call = block.json.isEmpty() ? block.start : WholeMessage.with(block.start, Map.of("input", input(block.json.toString())));
    serverCalls.put(text(call, "id"), call);
    if (!text(call, "name").equals("web_search")) {
      tell("server_tool_use", call);
    }
  }

  private void other(String type, JsonObject block) {
    var call = serverCalls.getOrDefault(text(block, "tool_use_id"), JsonValue.EMPTY_JSON_OBJECT);
    if (type.equals("redacted_thinking")) {
      message.sign(new MakersThinking("", block));
    } else if (type.equals("web_search_tool_result") && message.mayFind()) {
      var query = text(object(call, "input"), "query");
      hear();
      if (block.get("content") instanceof JsonArray hits) {
        message.found(query, hits.stream().filter(JsonObject.class::isInstance).map(hit -> hit((JsonObject) hit)).toList());
      } else {
        message.foundNothing(query);
      }
    } else if (type.equals("tool_result")) {
      tell(text(call, "name") + "_tool_result", block);
    } else if (type.endsWith("_tool_result")) {
      tell(type, block);
    }
  }

  private void tell(String type, JsonObject work) {
    message.endBlock();
    words(ServerToolText.of(new ContentBlock.ServerWork(type, work)));
  }

  private static SearchHit hit(JsonObject hit) {
    return new SearchHit(text(hit, "title"), text(hit, "url"), "");
  }

  private void conclude() {
    end(open);
    if (message.isStopped()) {
      close(FinishReasons.meaning(""), true, "", null);
      return;
    }
    var meaning = FinishReasons.meaning(stopReason == null ? "" : stopReason);
    boolean nameless = List.copyOf(blocks.values()).stream().anyMatch(block -> block.call != null && block.call.name() == null);
    if (meaning instanceof FinishReasons.Meaning.Broken(var kind)) {
      breakOff(kind, String.valueOf(stopReason));
    } else if (!fails(meaning, nameless)) {
      close(meaning, stopReason != null, "", stopSequence);
    }
  }

  /// The arguments that stand with a call itself, as text; null for none. A host that does not read what its model wrote gives them as a string.
  private static @Nullable String says(@Nullable JsonValue input) {
    return switch (input) {
      case JsonObject object when !object.isEmpty() -> Json.text(object);
      case JsonString text when !text.getString().isEmpty() -> text.getString();
      case null, default -> null;
    };
  }

  private static JsonValue input(String json) {
    try {
      return Json.object(json);
    } catch (Json.Malformed cutOff) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
  }

  private static int index(JsonObject event) {
    return event.get("index") instanceof JsonNumber number ? number.intValue() : 0;
  }

  private static JsonObject object(JsonObject holder, String name) {
    return holder.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static String text(JsonObject holder, String name) {
    return holder.get(name) instanceof JsonString text ? text.getString() : "";
  }
}
