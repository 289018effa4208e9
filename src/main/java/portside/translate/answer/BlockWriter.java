package portside.translate.answer;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import portside.translate.reasoning.SignatureWriter;
import portside.translate.search.ServerToolCall;
import portside.translate.text.TokenEstimate;
import portside.translate.tools.ClientToolUseIds;
import portside.translate.tools.ToolNameResolver;
import portside.wire.Fault;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.Usage;

/// Writes the blocks of one message one after the other: opens the block a piece belongs to, closes the one that is open, carries half characters
/// over to the next delta, and sees that what must travel in a signature has a thinking block to travel in.
final class BlockWriter {
  /// The state of the message, as the diagram of [MessageAssembler] has it.
  private sealed interface State {
    record Silent() implements State {}

    record Between(int next) implements State {}

    record InText(int index) implements State {}

    /// @param field the spelling the thinking arrived in
    record InThinking(int index, String field) implements State {}

    record InCall(int index, ToolCallAccumulator call, ToolUseInput input) implements State {}

    /// @param rest of a call's arguments, which make no object
    record Unreadable(int index, String rest) implements State {}

    record Ended() implements State {}
  }

  /// What stands for half a character whose other half never came.
  private static final String REPLACEMENT = "\uFFFD";

  private final StreamEvent.MessageStart start;
  private final ToolNameResolver names;
  private final ClientToolUseIds ids;
  private final SignatureWriter signatures;
  private final ToolUseInputs inputs;
  private final VisibleText visible;
  private final TokenEstimate written = new TokenEstimate();

  @SuppressWarnings("NullAway.Init") // set by `to` before anything is written
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
  private boolean completedCall;

  BlockWriter(StreamEvent.MessageStart start, ToolNameResolver names, ClientToolUseIds ids, SignatureWriter signatures, AnswerRules rules,
      ToolUseInputs inputs) {
    this.start = start;
    this.names = names;
    this.ids = ids;
    this.signatures = signatures;
    this.inputs = inputs;
    this.visible = new VisibleText(rules);
  }

  /// Takes where events go from now on.
  void to(Consumer<StreamEvent> consumer) {
    out = consumer;
  }

  boolean isEnded() {
    return state instanceof State.Ended;
  }

  int calls() {
    return calls;
  }

  /// Whether the call that came last ended and its arguments make no object.
  boolean hasUnreadableCall() {
    return state instanceof State.Unreadable;
  }

  /// The stop sequence that was met in the text, behind which nothing is written; null for none.
  @Nullable String stopSequence() {
    return visible.stopSequence();
  }

  boolean hasCompletedCall() {
    return completedCall;
  }

  long estimatedTokens() {
    return written.tokens();
  }

  /// Whether a call is open whose arguments are not complete, so that nothing else may be written.
  boolean isInUnfinishedCall() {
    return state instanceof State.InCall(_, var call, _) && !call.arguments().isObject();
  }

  /// Takes what must travel with the next thinking block.
  void sealed(List<JsonObject> details, String textSignature) {
    signatures.details(details);
    if (!textSignature.isEmpty()) {
      signatures.text(textSignature);
    }
  }

  /// Notes what came with a call, and writes of its arguments what may be written.
  void more(ToolCallAccumulator call) {
    sign(call);
    if (state instanceof State.InCall(var index, var live, var input) && live == call) {
      delta(index, input.flowing(), Delta.InputJson::new);
    }
  }

  /// Ends the block that is open, if it is one of words.
  void endWords() {
    finishText();
    if (state instanceof State.InText || state instanceof State.InThinking) {
      closeOpen();
    }
  }

  /// Ends the thinking that is open, or a thinking block without words, with this signature.
  void endThinking(String signature) {
    if (!finishText()) {
      return;
    }
    endThinking(state instanceof State.InThinking(var open, _) ? open : openThinking(), signature);
  }

  /// Closes a call the provider broke off, as it is.
  void closeCut() {
    if (state instanceof State.InCall(var index, var call, var input) && !call.arguments().isObject()) {
      close(index, input.cut());
    }
  }

  /// Closes a call whose arguments make no object, as it came.
  void closeUnreadable() {
    if (state instanceof State.Unreadable(var index, var rest)) {
      close(index, rest);
    }
  }

  /// Closes the last block, after one of text when there is neither text nor call.
  ///
  /// @param instead the text to write then
  void closeLast(String instead) {
    closeOpen();
    if (calls == 0 && texts == 0 && !instead.isEmpty() && !visible.isStopped()) {
      blankText = "";
      text(instead);
      closeOpen();
    }
    if (calls == 0 && texts == 0) {
      var blank = blankText;
      delta(openText(), blank, Delta.Text::new);
      closeOpen();
    }
    if (calls > 0 && signatures.isPending() && state instanceof State.Between(var next)) {
      signatureOnly(next); // never behind the last word: `claude -p` takes the last block of an answer for its result (2.1.329)
    }
  }

  /// Writes a search in two blocks.
  void search(String query, Function<String, Opening> outcome) {
    if (!finishText()) {
      return;
    }
    var id = searched(query);
    whole(outcome.apply(id));
  }

  void end(StopReason reason, @Nullable String stopSequence, Usage usage) {
    out.accept(new StreamEvent.MessageDelta(reason, stopSequence, usage));
    out.accept(new StreamEvent.MessageStop());
    state = new State.Ended();
  }

  void fail(Fault fault) {
    out.accept(new StreamEvent.Error(fault));
    state = new State.Ended();
  }

  void text(String text) {
    scan(visible.pass(text));
  }

  /// Writes what of the text was kept back; returns whether something else may follow it.
  private boolean finishText() {
    scan(visible.rest());
    return !visible.isStopped();
  }

  /// Writes text up to a stop sequence; a block that meets one is closed at once.
  private void scan(String text) {
    words(text);
    if (visible.isStopped()) {
      closeBlock();
    }
  }

  private void words(String text) {
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

  void thinking(String field, String text) {
    if (!text.isBlank() && !finishText()) {
      return;
    }
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

  private int openThinking() {
    int index = begin();
    out.accept(new StreamEvent.BlockStart(index, new Opening.Thinking()));
    return index;
  }

  void open(ToolCallAccumulator call) {
    if (!finishText()) {
      return;
    }
    var id = ids.next(call.id());
    call.opensAs(id);
    sign(call);
    int index = beginSigned();
    var called = Objects.requireNonNull(call.name());
    var name = names.clientName(called);
    out.accept(new StreamEvent.BlockStart(index, new Opening.ToolUse(id, name)));
    var input = inputs.of(call.arguments(), names.offeredName(called), name);
    state = new State.InCall(index, call, input);
    calls++;
    delta(index, input.flowing(), Delta.InputJson::new);
  }

  /// Notes the signature that came with a call, once its id is known.
  private void sign(ToolCallAccumulator call) {
    if (call.clientId() instanceof String id && call.takeSignature() instanceof String signature) {
      signatures.call(id, signature);
    }
  }

  /// Makes room for a block of another kind: closes what is open and forgets blanks before it; returns the index of the next block.
  private int begin() {
    blankText = "";
    blankThinking = "";
    if (state instanceof State.Silent) {
      out.accept(start);
      return 0;
    }
    closeBlock();
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

  void closeOpen() {
    finishText();
    closeBlock();
  }

  private void closeBlock() {
    switch (state) {
      case State.InText(var index) -> stop(index, Delta.Text::new);
      case State.InThinking(var index, var field) -> endThinking(index, signatures.next(field));
      case State.InCall(var index, var call, var input) -> {
        var rest = input.rest();
        completedCall |= call.arguments().isCompleted();
        if (input.isUnreadable()) {
          state = new State.Unreadable(index, rest);
        } else {
          close(index, rest);
        }
      }
      case State.Silent _, State.Between _, State.Unreadable _, State.Ended _ -> {}
    }
  }

  private void endThinking(int index, String signature) {
    finishCharacter(index, Delta.Thinking::new);
    out.accept(new StreamEvent.BlockDelta(index, new Delta.Signature(signature)));
    stop(index, Delta.Thinking::new);
  }

  private void close(int index, String rest) {
    delta(index, rest, Delta.InputJson::new);
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

  private String searched(String query) {
    var call = ServerToolCall.in(start.id(), searches++, "web_search");
    int index = begin();
    call.write(index, query, out);
    state = new State.Between(index + 1);
    return call.id();
  }

  private void whole(Opening block) {
    int index = begin();
    out.accept(new StreamEvent.BlockStart(index, block));
    out.accept(new StreamEvent.BlockStop(index));
    state = new State.Between(index + 1);
  }

  private static boolean endsInHalf(String text) {
    return !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
  }
}
