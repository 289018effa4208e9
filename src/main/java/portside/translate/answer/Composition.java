package portside.translate.answer;

import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import portside.translate.text.TokenEstimate;
import portside.translate.thought.Signatures;
import portside.translate.tools.CalledNames;
import portside.translate.tools.ToolIds;
import portside.wire.Fault;
import portside.wire.Json;
import portside.wire.SearchHit;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// Composes one Anthropic message: pieces come in as the provider sends them, in any order and interleaved; blocks go out whole, one after the
/// other, so that whatever comes in, the client's grammar holds.
///
/// ```
///             first piece          a piece of another kind closes what is open and opens its own
///   Silent ───────────────► InText ◄────────────► InThinking ◄────────────► InCall
///     │                       │                       │                       │
///     │                       └───────────┬───────────┴───────────────────────┘
///     │                        closeAll() ▼
///     │                                Between ──── end() ────► Ended
///     └──────────────── fail(), from every state ─────────────────▲
/// ```
/// InCall yields only when the arguments of its call are a complete JSON value. Until then everything but its own arguments is held, in order of
/// arrival, and written when the call is done. A call whose name is not sure yet is held as well.
public final class Composition {
  private sealed interface State {
    record Silent() implements State {}

    record Between(int next) implements State {}

    record InText(int index) implements State {}

    /// @param field the spelling the thinking arrived in
    record InThinking(int index, String field) implements State {}

    record InCall(int index, ToolCall call) implements State {}

    record Ended() implements State {}
  }

  /// A piece that waits for its turn.
  private sealed interface Held {
    record Text(StringBuilder text) implements Held {}

    record Thinking(String field, StringBuilder text) implements Held {}

    record Call(ToolCall call) implements Held {}

    /// @param signature of the thinking that ends here; null for a block of any kind that is to have no more pieces
    record End(String signature) implements Held {}
  }

  /// What stands for half a character whose other half never came.
  private static final String REPLACEMENT = "\uFFFD";

  private final StreamEvent.MessageStart start;
  private final CalledNames names;
  private final ToolIds ids;
  private final Signatures signatures;
  private final Deque<Held> held = new ArrayDeque<>();
  private final TokenEstimate written = new TokenEstimate();

  private Consumer<StreamEvent> out;
  private State state = new State.Silent();
  /// Blanks that open no block of their own; they go out with the next words of their kind, or not at all.
  private String blankText = "";
  private String blankThinking = "";
  /// The first half of a character whose second half comes with the next delta.
  private char halfCharacter;
  private int calls;
  private int texts;
  private int searches;
  private boolean unreadableCall;
  private boolean completedCall;

  /// @param signatures of the thinking blocks
  public Composition(StreamEvent.MessageStart start, CalledNames names, ToolIds ids, Signatures signatures) {
    this.start = start;
    this.names = names;
    this.ids = ids;
    this.signatures = signatures;
  }

  /// Where events go from now on.
  public void to(Consumer<StreamEvent> consumer) {
    out = consumer;
  }

  /// Whether nothing more can come.
  public boolean isEnded() {
    return state instanceof State.Ended;
  }

  /// How many tool calls were written.
  public int calls() {
    return calls;
  }

  /// How many text blocks were written.
  public int texts() {
    return texts;
  }

  /// Whether a call was closed although its arguments make no JSON.
  public boolean hasUnreadableCall() {
    return unreadableCall;
  }

  /// Whether the closing brackets of a call had to be added.
  public boolean hasCompletedCall() {
    return completedCall;
  }

  /// An estimate of the tokens written.
  public long estimatedTokens() {
    return written.tokens();
  }

  /// Visible text.
  public void text(String text) {
    if (state instanceof State.InText(var index) && held.isEmpty()) {
      delta(index, text, Delta.Text::new);
    } else if (mustHold()) {
      if (held.peekLast() instanceof Held.Text(var waiting)) {
        waiting.append(text);
      } else {
        held.add(new Held.Text(new StringBuilder(text)));
      }
      release();
    } else {
      writeText(text);
    }
  }

  /// Thinking.
  ///
  /// @param field the spelling it arrived in
  public void thinking(String field, String text) {
    if (state instanceof State.InThinking(var index, _) && held.isEmpty()) {
      delta(index, text, Delta.Thinking::new);
    } else if (mustHold()) {
      if (held.peekLast() instanceof Held.Thinking(_, var waiting)) {
        waiting.append(text);
      } else {
        held.add(new Held.Thinking(field, new StringBuilder(text)));
      }
      release();
    } else {
      writeThinking(field, text);
    }
  }

  /// What the provider wants back with its thoughts. It travels in the signature of the thinking block that is open or opens next; where there is
  /// none, in that of a block without thinking, which Anthropic's own API sends too when thinking is omitted.
  public void sealed(List<JsonObject> details, String textSignature) {
    signatures.details(details);
    if (!textSignature.isEmpty()) {
      signatures.text(textSignature);
    }
  }

  /// What comes next opens a block of its own, also when it is of the same kind as what came last.
  public void endBlock() {
    end(new Held.End(null));
  }

  /// Ends the thinking that came last with a reasoning item and the phase of what follows, either null for none. When there was no thinking, they
  /// travel in a block without words.
  public void sign(JsonObject item, String phase) {
    end(new Held.End(signatures.item(item, phase)));
  }

  private void end(Held.End end) {
    if (mustHold()) {
      held.add(end);
      release();
    } else {
      write(end);
    }
  }

  /// A fragment was added to this call.
  ///
  /// @param isNew whether it is the first one
  public void call(ToolCall call, boolean isNew) {
    sign(call);
    if (state instanceof State.InCall(var index, var live) && live == call) {
      flow(index, call);
    } else if (isNew) {
      held.add(new Held.Call(call));
    }
    release();
  }

  /// Whether what a search found may be written now, and not in the middle of a call.
  public boolean mayFind() {
    return !mustHold();
  }

  /// A search that the provider ran, in two blocks; where [#mayFind()].
  ///
  /// @param query what was searched for
  public void found(String query, List<SearchHit> pages) {
    var id = searched(query);
    whole(new Opening.SearchHits(id, pages));
  }

  /// The search that should have been run and was not; where [#mayFind()].
  public void foundNothing(String query) {
    var id = searched(query);
    whole(new Opening.ServerToolFailure("web_search", id, "unavailable"));
  }

  private String searched(String query) {
    var id = "srvtoolu_" + start.id().replaceFirst("^msg_", "") + "_" + searches++;
    int index = begin();
    out.accept(new StreamEvent.BlockStart(index, new Opening.ServerToolUse(id, "web_search")));
    var input = Json.text(Json.BUILD.createObjectBuilder().add("query", query).build());
    out.accept(new StreamEvent.BlockDelta(index, new Delta.InputJson(input)));
    out.accept(new StreamEvent.BlockStop(index));
    state = new State.Between(index + 1);
    return id;
  }

  private void whole(Opening block) {
    int index = begin();
    out.accept(new StreamEvent.BlockStart(index, block));
    out.accept(new StreamEvent.BlockStop(index));
    state = new State.Between(index + 1);
  }

  /// Closes what is open and writes what was held. There is at least one text block or call afterwards.
  ///
  /// @param cut whether the provider stopped in the middle: then calls that are not complete stay as they are, or are left out if they never began
  /// @param instead the text to write when there is no other and no call
  public void closeAll(boolean cut, String instead) {
    if (state instanceof State.InCall(var index, var call) && cut && !call.arguments().isComplete()) {
      close(index, call.arguments().flowing(), call);
    }
    closeOpen();
    for (var piece : held) {
      switch (piece) {
        case Held.Text(var text) -> writeText(text.toString());
        case Held.Thinking(var field, var text) -> writeThinking(field, text.toString());
        case Held.End end -> write(end);
        case Held.Call(var call) -> {
          if (call.name() != null && (!cut || call.arguments().isComplete())) {
            open(call);
          }
        }
      }
    }
    held.clear();
    closeOpen();
    if (calls == 0 && texts == 0) {
      var text = instead.isEmpty() ? blankText : instead;
      delta(openText(), text, Delta.Text::new);
      closeOpen();
    }
    if (calls > 0 && signatures.isPending() && state instanceof State.Between(var next)) {
      signatureOnly(next); // never behind the last word: `claude -p` takes the last block of an answer for its result (2.1.329)
    }
  }

  /// Ends the message well, after [#closeAll].
  public void end(StopReason reason, String stopSequence, Usage usage) {
    out.accept(new StreamEvent.MessageDelta(reason, stopSequence, usage));
    out.accept(new StreamEvent.MessageStop());
    state = new State.Ended();
  }

  /// Ends the message badly, whatever is open.
  public void fail(Fault fault) {
    out.accept(new StreamEvent.Error(fault));
    state = new State.Ended();
  }

  private boolean mustHold() {
    return !held.isEmpty() || state instanceof State.InCall(_, var call) && !call.arguments().isComplete();
  }

  /// Writes what is held, as far as its turn has come.
  private void release() {
    while (!held.isEmpty() && !(state instanceof State.InCall(_, var call) && !call.arguments().isComplete())) {
      if (held.peek() instanceof Held.Call(var next) && !next.isStartable(names) && (next.name() == null || held.size() == 1)) {
        return;
      }
      switch (held.poll()) {
        case Held.Text(var text) -> writeText(text.toString());
        case Held.Thinking(var field, var text) -> writeThinking(field, text.toString());
        case Held.End end -> write(end);
        case Held.Call(var next) -> open(next);
      }
    }
  }

  private void writeText(String text) {
    if (state instanceof State.InText(var index)) {
      delta(index, text, Delta.Text::new);
    } else if (text.isBlank()) {
      blankText += text;
    } else {
      var words = blankText + text;
      delta(openText(), words, Delta.Text::new);
    }
  }

  private int openText() {
    int index = beginSigned();
    out.accept(new StreamEvent.BlockStart(index, new Opening.Text()));
    state = new State.InText(index);
    texts++;
    return index;
  }

  private void writeThinking(String field, String text) {
    if (state instanceof State.InThinking(var index, _)) {
      delta(index, text, Delta.Thinking::new);
    } else if (text.isBlank()) {
      blankThinking += text;
    } else {
      var words = blankThinking + text;
      int index = openThinking();
      state = new State.InThinking(index, field);
      delta(index, words, Delta.Thinking::new);
    }
  }

  private void write(Held.End end) {
    if (end.signature() != null) {
      int index = state instanceof State.InThinking(var open, _) ? open : openThinking();
      endThinking(index, end.signature());
    } else if (state instanceof State.InText || state instanceof State.InThinking) {
      closeOpen();
    }
  }

  private int openThinking() {
    int index = begin();
    out.accept(new StreamEvent.BlockStart(index, new Opening.Thinking()));
    return index;
  }

  private void open(ToolCall call) {
    call.opensAs(ids.next(call.id()));
    sign(call);
    int index = beginSigned();
    out.accept(new StreamEvent.BlockStart(index, new Opening.ToolUse(call.clientId(), names.clientName(call.name()))));
    state = new State.InCall(index, call);
    calls++;
    flow(index, call);
  }

  /// Notes the signature that came with a call, once its id is known.
  private void sign(ToolCall call) {
    var signature = call.clientId() == null ? null : call.takeSignature();
    if (signature != null) {
      signatures.call(call.clientId(), signature);
    }
  }

  private void flow(int index, ToolCall call) {
    delta(index, call.flowing(), Delta.InputJson::new);
  }

  /// Makes room for a block of another kind: closes what is open and forgets blanks before it; returns the index of the next block.
  private int begin() {
    blankText = "";
    blankThinking = "";
    if (state instanceof State.Silent) {
      out.accept(start);
      return 0;
    }
    closeOpen();
    return state instanceof State.Between(var next) ? next : 0;
  }

  /// As [#begin()], for a block that carries no signature itself.
  private int beginSigned() {
    int index = begin();
    return signatures.isPending() ? signatureOnly(index) : index;
  }

  private int signatureOnly(int index) {
    out.accept(new StreamEvent.BlockStart(index, new Opening.Thinking()));
    out.accept(new StreamEvent.BlockDelta(index, new Delta.Signature(signatures.next(""))));
    out.accept(new StreamEvent.BlockStop(index));
    state = new State.Between(index + 1);
    return index + 1;
  }

  private void closeOpen() {
    switch (state) {
      case State.InText(var index) -> stop(index, Delta.Text::new);
      case State.InThinking(var index, var field) -> endThinking(index, signatures.next(field));
      case State.InCall(var index, var call) -> close(index, call.rest(names), call);
      case State.Silent _, State.Between _, State.Ended _ -> {}
    }
  }

  private void endThinking(int index, String signature) {
    finishCharacter(index, Delta.Thinking::new);
    out.accept(new StreamEvent.BlockDelta(index, new Delta.Signature(signature)));
    stop(index, Delta.Thinking::new);
  }

  private void close(int index, String rest, ToolCall call) {
    delta(index, rest, Delta.InputJson::new);
    unreadableCall |= call.arguments().isUnreadable();
    completedCall |= call.arguments().isCompleted();
    stop(index, Delta.InputJson::new);
  }

  private void stop(int index, Function<String, Delta> kind) {
    finishCharacter(index, kind);
    out.accept(new StreamEvent.BlockStop(index));
    state = new State.Between(index + 1);
  }

  private void delta(int index, String text, Function<String, Delta> kind) {
    if (text.isEmpty()) {
      return;
    }
    if (halfCharacter != 0) {
      text = halfCharacter + text;
      halfCharacter = 0;
    }
    if (endsInHalf(text)) {
      halfCharacter = text.charAt(text.length() - 1);
      text = text.substring(0, text.length() - 1);
      text = endsInHalf(text) ? text.substring(0, text.length() - 1) + REPLACEMENT : text; // two first halves in a row
    }
    if (!text.isEmpty()) {
      written.add(text);
      out.accept(new StreamEvent.BlockDelta(index, kind.apply(text)));
    }
  }

  private void finishCharacter(int index, Function<String, Delta> kind) {
    if (halfCharacter != 0) {
      halfCharacter = 0;
      out.accept(new StreamEvent.BlockDelta(index, kind.apply(REPLACEMENT)));
    }
  }

  private static boolean endsInHalf(String text) {
    return !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
  }
}
