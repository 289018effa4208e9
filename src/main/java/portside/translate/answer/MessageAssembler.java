package portside.translate.answer;

import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import portside.translate.reasoning.MakersThinking;
import portside.translate.reasoning.SignatureWriter;
import portside.translate.tools.ClientToolUseIds;
import portside.translate.tools.ToolNameResolver;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.SearchHit;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
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
/// arrival, and written when the call is done. A call whose name is not sure yet is held as well. The states are those of [BlockWriter].
///
/// Behind a stop sequence in the text nothing is written, and the message ends well whatever comes of the rest. Calls beyond those that are allowed
/// are left out. A call whose arguments make no object ends the message badly, unless the answer was cut off: run with nothing, or with what is
/// left, it would do what nobody asked for.
public final class MessageAssembler {
  /// A piece that waits for its turn.
  private sealed interface Held {
    record Text(StringBuilder text) implements Held {}

    record Thinking(String field, StringBuilder text) implements Held {}

    record Call(ToolCallAccumulator call) implements Held {}

    /// @param signature of the thinking that ends here; null for a block of any kind that is to have no more pieces
    record End(@Nullable String signature) implements Held {}
  }

  private final ToolNameResolver names;
  private final SignatureWriter signatures;
  private final BlockWriter blocks;
  private final Deque<Held> held = new ArrayDeque<>();
  private final StreamEvent.MessageStart start;
  private final String provider;
  private final int mostCalls;
  private final Set<ToolCallAccumulator> surplus = new HashSet<>();
  private int begun;

  /// @param signatures of the thinking blocks
  /// @param inputs of the calls
  /// @param provider for messages to people
  public MessageAssembler(StreamEvent.MessageStart start, ToolNameResolver names, ClientToolUseIds ids, SignatureWriter signatures, AnswerRules rules,
      ToolUseInputs inputs,
      String provider) {
    this.start = start;
    this.names = names;
    this.signatures = signatures;
    this.provider = provider;
    this.mostCalls = rules.mostCalls();
    blocks = new BlockWriter(start, names, ids, signatures, rules, inputs);
  }

  /// Where events go from now on.
  public void to(Consumer<StreamEvent> consumer) {
    blocks.to(consumer);
  }

  /// Whether nothing more can come.
  public boolean isEnded() {
    return blocks.isEnded();
  }

  /// How many tool calls were written.
  public int calls() {
    return blocks.calls();
  }

  /// Whether the text came to a stop sequence, so that the message is complete but for its usage.
  public boolean isStopped() {
    return blocks.stopSequence() != null;
  }

  /// Whether another call would be written.
  public boolean mayCall() {
    return begun < mostCalls && !isStopped();
  }

  /// Whether there is a call whose arguments make no object; what was held behind it is not written.
  public boolean hasUnreadableCall() {
    return blocks.hasUnreadableCall();
  }

  /// Whether the closing brackets of a call had to be added.
  public boolean hasCompletedCall() {
    return blocks.hasCompletedCall();
  }

  /// An estimate of the tokens written.
  public long estimatedTokens() {
    return blocks.estimatedTokens();
  }

  /// Visible text.
  public void text(String text) {
    if (mustHold()) {
      if (held.peekLast() instanceof Held.Text(var waiting)) {
        waiting.append(text);
      } else {
        held.add(new Held.Text(new StringBuilder(text)));
      }
      release();
    } else {
      blocks.text(text);
    }
  }

  /// Thinking.
  ///
  /// @param field the spelling it arrived in
  public void thinking(String field, String text) {
    if (mustHold()) {
      if (held.peekLast() instanceof Held.Thinking(_, var waiting)) {
        waiting.append(text);
      } else {
        held.add(new Held.Thinking(field, new StringBuilder(text)));
      }
      release();
    } else {
      blocks.thinking(field, text);
    }
  }

  /// What the provider wants back with its reasoning. It travels in the signature of the thinking block that is open or opens next; where there is
  /// none, in that of a block without thinking, which Anthropic's own API sends too when thinking is omitted.
  public void sealed(List<JsonObject> details, String textSignature) {
    if (!isStopped()) {
      blocks.sealed(details, textSignature);
    }
  }

  /// What comes next opens a block of its own, also when it is of the same kind as what came last.
  public void endBlock() {
    end(new Held.End(null));
  }

  /// Ends the thinking that came last with a reasoning item and the phase of what follows, either null for none. When there was no thinking, they
  /// travel in a block without words.
  public void sign(@Nullable JsonObject item, @Nullable String phase) {
    end(new Held.End(signatures.item(item, phase)));
  }

  /// Ends the thinking that came last with what its maker wants back. When there was no thinking, that travels in a block without words.
  public void sign(MakersThinking thinking) {
    end(new Held.End(signatures.makers(thinking)));
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
  public void call(ToolCallAccumulator call, boolean isNew) {
    if (isNew && !mayCall()) {
      surplus.add(call);
    }
    if (isStopped() || surplus.contains(call)) {
      return;
    }
    begun += isNew ? 1 : 0;
    blocks.more(call);
    if (isNew) {
      held.add(new Held.Call(call));
    }
    release();
  }

  /// Whether what a search found may be written now, and not in the middle of a call.
  public boolean mayFind() {
    return !mustHold() && !isStopped() && !hasUnreadableCall();
  }

  /// A search that the provider ran, in two blocks; where [#mayFind()].
  ///
  /// @param query what was searched for
  public void found(String query, List<SearchHit> pages) {
    blocks.search(query, id -> new Opening.SearchHits(id, pages));
  }

  /// The search that should have been run and was not; where [#mayFind()].
  public void foundNothing(String query) {
    blocks.search(query, id -> new Opening.ServerToolFailure("web_search", id, "unavailable"));
  }

  /// Closes what is open and writes what was held. There is at least one text block or call afterwards.
  ///
  /// @param cut whether the provider stopped in the middle: then calls that are not complete stay as they are, or are left out if they never began
  /// @param instead the text to write when there is no other and no call
  public void closeAll(boolean cut, String instead) {
    if (cut) {
      blocks.closeCut();
    }
    blocks.closeOpen();
    for (var piece : held) {
      if (isStopped() || hasUnreadableCall()) {
        break;
      }
      switch (piece) {
        case Held.Text(var text) -> blocks.text(text.toString());
        case Held.Thinking(var field, var text) -> blocks.thinking(field, text.toString());
        case Held.End end -> write(end);
        case Held.Call(var call) -> {
          if (call.name() != null && (!cut || call.arguments().isObject())) {
            blocks.open(call);
            blocks.closeOpen();
          }
        }
      }
    }
    held.clear();
    blocks.closeLast(instead);
  }

  /// Ends the message, after [#closeAll].
  ///
  /// @param reason by what the provider says
  /// @param stopSequence that the provider says it met; null for none
  public void end(StopReason reason, @Nullable String stopSequence, Usage usage) {
    if (isStopped()) {
      stop(usage);
    } else if (hasUnreadableCall() && reason == StopReason.TOOL_USE) {
      blocks.fail(Fault.of(FaultKind.API, provider + " called a tool with arguments that are no JSON object"));
    } else {
      blocks.closeUnreadable();
      blocks.end(reason, stopSequence, usage);
    }
  }

  /// Ends the message badly, whatever is open; well, where a stop sequence had come before.
  public void fail(Fault fault) {
    if (isStopped()) {
      closeAll(true, "");
      stop(Usage.of(start.usage().input(), estimatedTokens()));
    } else {
      blocks.fail(fault);
    }
  }

  /// A call before the stop sequence is still to be run.
  private void stop(Usage usage) {
    boolean called = calls() > 0;
    blocks.end(called ? StopReason.TOOL_USE : StopReason.STOP_SEQUENCE, called ? null : blocks.stopSequence(), usage);
  }

  private boolean mustHold() {
    return !held.isEmpty() || blocks.isInUnfinishedCall();
  }

  /// Writes what is held, as far as its turn has come.
  private void release() {
    while (!held.isEmpty() && !blocks.isInUnfinishedCall() && !isStopped()) {
      if (held.peek() instanceof Held.Call(var next) && !next.isStartable(names) && (next.name() == null || held.size() == 1)) {
        return;
      }
      switch (held.poll()) {
        case Held.Text(var text) -> blocks.text(text.toString());
        case Held.Thinking(var field, var text) -> blocks.thinking(field, text.toString());
        case Held.End end -> write(end);
        case Held.Call(var next) -> blocks.open(next);
      }
    }
  }

  private void write(Held.End end) {
    if (end.signature() != null) {
      blocks.endThinking(end.signature());
    } else {
      blocks.endWords();
    }
  }
}
