package portside.translate.messages;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import portside.translate.AnswerContext;
import portside.translate.AnswerStream;
import portside.translate.PayloadReader;
import portside.translate.fault.ErrorToFault;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.JsonSource;
import portside.wire.RawAnswer;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;
import portside.wire.common.ProviderError;

/// An answer in Anthropic's format that passes to a client of the Messages API: an event that is lawful where it stands passes with its data as it came,
/// but for the model's name in `message_start`; of others the stream is made lawful.
///
/// ```
///            message_start, ping: held                 a block, or message_delta: all that was held goes out
///   Silent ──────────────────────────► Silent ──────────────────────────────────────────► Begun ──► Ended
///     └── an error: a fault, and another candidate may answer                              └── an error: it passes, nothing behind it
///
///   a block before message_start          message_start is written
///   a start while a block is open         that one is stopped first; indices go out as 0, 1, 2 …
///   a delta that the open block does      a block of its kind is started; a piece of a call that nobody started is an error
///   not take
///   a stop that never comes               it is written before the next start or message_delta
///   thinking without a `signature`        gets an empty one
///   a call with its input at the start    starts with `{}`, the input follows as one delta
///   an unknown event, block or delta      passes
///   `[DONE]`, comments                    pass over
///   the end without message_stop          that is written where a reason to stop was seen; else it is an error
/// ```
/// A client that wants no stream gets the message in one piece, and one that wants a stream gets events of a message that came so.
public final class MessagesRelay implements AnswerStream {
  /// @param index as it goes out
  /// @param from the provider's
  private record Open(int index, int from, BlockKind kind) {}

  /// Tells that something was said, whatever it was.
  private static final StreamEvent SAID = new StreamEvent.BlockStart(0, new StreamEvent.Opening.Text());

  private final AnswerContext context;
  private final ErrorToFault errors;
  private final boolean stream;
  private final PayloadReader payloads = new PayloadReader();
  private final ReportedUsage usage = new ReportedUsage();
  private final WholeMessage.Fold fold = new WholeMessage.Fold();
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final List<StreamEvent> observed = new ArrayList<>();
  private final Map<Integer, String> inputs = new HashMap<>();
  private @Nullable Open open;
  private int next;
  private boolean started;
  private boolean begun;
  private boolean stopSeen;
  private boolean delta;
  private boolean finished;
  private boolean pending;
  private boolean called;
  private @Nullable String notUnderstood;

  /// @param stream whether the client wants events
  public MessagesRelay(AnswerContext context, boolean stream) {
    this.context = context;
    this.errors = context.errors();
    this.stream = stream;
  }

  @Override
  public void data(String event, String data, Consumer<StreamEvent> out) {
    if (finished) {
      return;
    }
    boolean whole = !pending;
    var pieces = payloads.read(data);
    pending = pieces.isEmpty() && !data.isBlank();
    for (var piece : pieces) {
      if (!finished) {
        take(event, piece, whole && pieces.size() == 1 ? data : null, out);
      }
    }
    give(out);
  }

  private void take(String event, PayloadReader.Piece piece, @Nullable String source, Consumer<StreamEvent> out) {
    switch (piece) {
      case PayloadReader.Piece.Message(var json) -> read(event, json, source == null || source.indexOf('\n') >= 0 ? JsonSource.text(json) : source, out);
      case PayloadReader.Piece.Done() -> {}
      case PayloadReader.Piece.Failure(var text) -> fault(errors.inside(text), null, out);
      case PayloadReader.Piece.Words(var text) -> {
        if (event.equals("error")) {
          fault(errors.inside(text), null, out);
        } else {
          notUnderstood = notUnderstood == null ? text : notUnderstood;
        }
      }
      case PayloadReader.Piece.Lost _ -> fault(errors.gap(), null, out);
    }
  }

  private void read(String event, JsonObject json, String source, Consumer<StreamEvent> out) {
    var named = Json.string(json, "type");
    var type = named == null ? event : named;
    switch (type) {
      case "message_start" -> {
        if (!started) {
          start(JsonSource.withString(source, context.clientModel(), "message", "model"));
        }
        usage.add(object(json, "message").get("usage"));
      }
      case "content_block_start" -> open(index(json), object(json, "content_block"), json, source);
      case "content_block_delta" -> delta(index(json), object(json, "delta"), json, source, out);
      case "content_block_stop" -> {
        if (open != null && open.from() == index(json)) {
          close(indexed(json, source, open.index()));
        }
      }
      case "message_delta" -> {
        begin();
        close(null);
        delta = true;
        stopSeen |= Json.string(object(json, "delta"), "stop_reason") != null;
        usage.add(json.get("usage"));
        write(type, source);
      }
      case "message_stop" -> stop(source);
      case "message" -> WholeMessage.events(json).forEach(said -> read("", said, JsonSource.text(said), out));
      case "error" -> fault(errors.inside(ProviderError.anywhere(json)), masked(source), out);
      default -> {
        var error = named == null ? ProviderError.inside(json) : null;
        if (error != null) {
          fault(errors.inside(error), null, out);
        } else if (!type.isEmpty()) {
          write(type, source); // `ping`, and what is not known yet
        }
      }
    }
  }

  private void start(String source) {
    started = true;
    observed.add(new StreamEvent.MessageStart(context.messageId(), context.clientModel(), Usage.of(context.inputEstimate(), 0)));
    write("message_start", source);
  }

  /// Something is said: from now on nobody else may answer.
  private void begin() {
    if (!started) {
      var message = Json.BUILD.createObjectBuilder().add("id", context.messageId()).add("type", "message").add("role", "assistant")
          .add("model", context.clientModel()).add("content", JsonValue.EMPTY_JSON_ARRAY).addNull("stop_reason").addNull("stop_sequence")
          .add("usage", Json.BUILD.createObjectBuilder().add("input_tokens", context.inputEstimate()).add("output_tokens", 0));
      start(JsonSource.text(Json.BUILD.createObjectBuilder().add("type", "message_start").add("message", message).build()));
    }
    if (!begun) {
      observed.add(SAID);
    }
    begun = true;
  }

  private Open open(int from, JsonObject block, JsonObject event, String source) {
    begin();
    close(null);
    var kind = BlockKind.of(block);
    var opened = new Open(next++, from, kind);
    open = opened;
    called |= kind == BlockKind.CALL;
    var changed = block;
    if (kind == BlockKind.THINKING && !(block.get("signature") instanceof JsonString)) {
      changed = WholeMessage.with(changed, Map.of("signature", Json.quoted("")));
    }
    if (kind == BlockKind.CALL && block.get("input") instanceof JsonObject input && !input.isEmpty()) {
      inputs.put(opened.index(), JsonSource.text(input));
      changed = WholeMessage.with(changed, Map.of("input", JsonValue.EMPTY_JSON_OBJECT));
    }
    boolean same = changed == block && from == opened.index();
    write("content_block_start", same ? source : event(WholeMessage.with(event, Map.of("content_block", changed)), opened.index()));
    return opened;
  }

  private void delta(int from, JsonObject piece, JsonObject event, String source, Consumer<StreamEvent> out) {
    var type = String.valueOf(Json.string(piece, "type"));
    var taker = open;
    if (taker == null || taker.from() != from || !taker.kind().takes(type)) {
      var kind = switch (type) {
        case "text_delta", "citations_delta" -> "text";
        case "thinking_delta", "signature_delta" -> "thinking";
        default -> "";
      };
      if (kind.isEmpty()) {
        if (type.equals("input_json_delta")) {
          fault(Fault.of(FaultKind.API, context.providerName() + " called a tool without naming it"), null, out);
        }
        return;
      }
      var block = Json.BUILD.createObjectBuilder().add("type", kind).add(kind, "").build();
      var start = Json.BUILD.createObjectBuilder().add("type", "content_block_start").add("index", from).add("content_block", block).build();
      taker = open(from, block, start, JsonSource.text(start));
    }
    if (type.equals("input_json_delta")) {
      inputs.remove(taker.index());
    }
    write("content_block_delta", indexed(event, source, taker.index()));
  }

  /// @param source of the provider's own stop; null to write one
  private void close(@Nullable String source) {
    if (open == null) {
      return;
    }
    var input = inputs.remove(open.index());
    if (input != null) {
      var piece = Json.BUILD.createObjectBuilder().add("type", "input_json_delta").add("partial_json", input);
      write("content_block_delta", JsonSource.text(
          Json.BUILD.createObjectBuilder().add("type", "content_block_delta").add("index", open.index()).add("delta", piece).build()));
    }
    var written = "{\"type\":\"content_block_stop\",\"index\":" + open.index() + "}";
    write("content_block_stop", source == null ? written : source);
    open = null;
  }

  private void stop(@Nullable String source) {
    begin();
    close(null);
    write("message_stop", source == null ? "{\"type\":\"message_stop\"}" : source);
    finished = true;
    observed.add(new StreamEvent.MessageDelta(called ? StopReason.TOOL_USE : StopReason.END_TURN, null, usage.usage()));
    observed.add(new StreamEvent.MessageStop());
  }

  private static String indexed(JsonObject event, String source, int index) {
    return index(event) == index && event.containsKey("index") ? source : event(event, index);
  }

  private static String event(JsonObject event, int index) {
    var changed = Json.BUILD.createObjectBuilder(event).add("index", index).build();
    return JsonSource.text(changed);
  }

  private void write(String type, String data) {
    if (stream) {
      held.writeBytes(("event: " + type + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    } else {
      try {
        fold.add(Json.object(data));
      } catch (Json.Malformed read) {
        throw new IllegalStateException(read); // it was read before
      }
    }
  }

  private void give(Consumer<StreamEvent> out) {
    if (stream ? begun && held.size() > 0 : finished && begun) {
      var bytes = stream ? held.toByteArray() : JsonSource.bytes(fold.message());
      out.accept(new StreamEvent.Verbatim(bytes, observed));
      held.reset();
      observed.clear();
    }
  }

  /// An error is told: before anything was said as a fault like any other, later as it came.
  ///
  /// @param source the provider's own words as JSON; null for none that a client of this API understands
  private void fault(Fault fault, @Nullable String source, Consumer<StreamEvent> out) {
    give(out);
    finished = true;
    var raw = source != null && stream && begun ? new RawAnswer(200, "application/json", Map.of(), source.getBytes(StandardCharsets.UTF_8)) : null;
    out.accept(new StreamEvent.Error(raw == null ? fault : fault.withRaw(raw)));
  }

  private String masked(String source) {
    return ErrorToFault.withoutKeys(context.mask().apply(source)).replace("\n", " ");
  }

  @Override
  public void whole(String body, Consumer<StreamEvent> out) {
    if (finished) {
      return;
    }
    try {
      var json = Json.object(body);
      if (!"message".equals(Json.string(json, "type"))) {
        var error = ProviderError.inside(json);
        fault(error == null ? errors.notJson(body) : errors.inside(error), null, out);
      } else if (stream) {
        read("", json, body, out);
        give(out);
      } else {
        usage.add(json.get("usage"));
        finished = true;
        var counted = new StreamEvent.MessageDelta(StopReason.END_TURN, null, usage.usage());
        var start = new StreamEvent.MessageStart(context.messageId(), context.clientModel(), Usage.of(context.inputEstimate(), 0));
        var bytes = JsonSource.withString(body, context.clientModel(), "model").getBytes(StandardCharsets.UTF_8);
        out.accept(new StreamEvent.Verbatim(bytes, List.of(start, SAID, counted, new StreamEvent.MessageStop())));
      }
    } catch (Json.Malformed noObject) {
      fault(errors.notJson(body), null, out);
    }
  }

  @Override
  public void end(Consumer<StreamEvent> out) {
    if (finished) {
      return;
    }
    if (stopSeen) {
      stop(null);
      give(out);
    } else {
      var said = begun || delta;
      fault(!said && notUnderstood != null ? errors.notJson(notUnderstood)
          : Fault.of(FaultKind.UNREACHABLE, context.providerName()
              + (said ? " ended the answer before it was complete" : " ended its answer without saying anything")), null, out);
    }
  }

  @Override
  public void fail(Fault fault, Consumer<StreamEvent> out) {
    if (finished) {
      return;
    }
    if (stopSeen) {
      end(out);
    } else {
      fault(fault, null, out);
    }
  }

  @Override
  public boolean concluded() {
    return finished || stopSeen;
  }

  @Override
  public OptionalLong reportedInput() {
    return usage.prompt();
  }

  @Override
  public Optional<Usage> reportedSoFar() {
    return usage.prompt().isPresent() ? Optional.of(usage.usage()) : Optional.empty();
  }

  @Override
  public boolean finished() {
    return finished;
  }

  private static int index(JsonObject event) {
    return event.get("index") instanceof JsonNumber number ? number.intValue() : 0;
  }

  private static JsonObject object(JsonObject holder, String name) {
    return holder.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }
}
