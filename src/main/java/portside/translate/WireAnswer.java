package portside.translate;

import static portside.provider.dialect.Column.ARGUMENT_TYPES;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import portside.translate.answer.ArgumentTypes;
import portside.translate.answer.FinishReasons;
import portside.translate.answer.MessageAssembler;
import portside.translate.answer.ProviderSearchResults;
import portside.translate.answer.ToolCallAccumulator;
import portside.translate.answer.ToolUseInputs;
import portside.translate.answer.UsageTranslation;
import portside.translate.fault.ErrorToFault;
import portside.translate.reasoning.SignatureWriter;
import portside.translate.tools.ClientToolUseIds;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;
import portside.wire.common.TokenCounts;

/// Holds what is the same on every wire in one provider's answer, streamed or whole: how it is fed, the faults any provider can commit, and the end.
/// A wire says what its payloads mean, and when it knows that they came to their end.
///
/// The trip of the end: *was nothing said because the window is full, or a call not named? ([#fails]) → close all blocks → stop reason and usage →
/// `message_stop` ([#close]).* How blocks follow each other is the duty of [MessageAssembler].
public abstract class WireAnswer implements AnswerStream {
  /// How the provider's bytes came to their end.
  protected enum Ending {
    /// `[DONE]`, or the end of a JSON body: the provider itself says that this is all.
    SAID,
    /// The stream just stopped.
    STOPPED
  }

  protected final AnswerContext context;
  protected final ErrorToFault errors;
  protected final ArgumentTypes types;
  protected final MessageAssembler message;
  protected final ProviderSearchResults findings;
  private final PayloadReader payloads = new PayloadReader();
  private @Nullable TokenCounts tokens;
  private boolean begun;
  private boolean heard;
  private boolean refused;
  private boolean astray;
  /// The first words that are no payload; null for none.
  private @Nullable String notUnderstood;

  protected WireAnswer(AnswerContext context) {
    this.context = context;
    errors = context.errors();
    types = new ArgumentTypes(context.tools());
    var start = new StreamEvent.MessageStart(context.messageId(), context.clientModel(), Usage.of(context.inputEstimate(), 0));
    message = new MessageAssembler(start, context.names(), new ClientToolUseIds(context.messageId()),
        new SignatureWriter(context.model(), context.dialect()), context.rules(), new ToolUseInputs(types, context.dialect().get(ARGUMENT_TYPES)),
        context.providerName());
    findings = new ProviderSearchResults(context.search(), message);
  }

  /// Takes a payload.
  ///
  /// @param event the event name, empty for none
  protected abstract void read(String event, JsonObject payload);

  /// Takes note that a payload is lost for good.
  ///
  /// @param text what came in its place, or words before that
  protected abstract void lost(String text);

  /// Takes note that nothing more comes; called again where the stream stops behind `[DONE]` and the message has not ended.
  protected abstract void ended(Ending ending);

  /// Whether the answer is complete but for its usage, so that [#ended] makes a good message of it.
  protected abstract boolean isComplete();

  /// Takes the payload of an event named `error`.
  protected void error(String payload) {
    message.fail(errors.inside(payload));
  }

  @Override
  public final void data(String event, String data, Consumer<StreamEvent> out) {
    if (finished()) {
      return;
    }
    message.to(out);
    var payload = data.strip();
    if (event.equals("error") && !payload.isEmpty() && !payload.equals("[DONE]")) {
      error(payload);
    } else {
      take(event, payloads.read(data));
    }
  }

  @Override
  public final void whole(String body, Consumer<StreamEvent> out) {
    if (finished()) {
      return;
    }
    message.to(out);
    take("", payloads.read(body));
    end(Ending.SAID);
  }

  @Override
  public final void end(Consumer<StreamEvent> out) {
    if (finished()) {
      return;
    }
    message.to(out);
    end(Ending.STOPPED);
  }

  private void end(Ending ending) {
    take("", payloads.end());
    if (!finished()) {
      ended(ending);
    }
  }

  @Override
  public final void fail(Fault fault, Consumer<StreamEvent> out) {
    if (finished()) {
      return;
    }
    message.to(out);
    if (isComplete()) {
      ended(Ending.STOPPED);
    } else {
      message.fail(fault);
    }
  }

  @Override
  public boolean concluded() {
    return finished() || message.isStopped();
  }

  @Override
  public final boolean wentAstray() {
    return astray;
  }

  @Override
  public final OptionalLong reportedInput() {
    return UsageTranslation.prompt(tokens);
  }

  @Override
  public final Optional<Usage> reportedSoFar() {
    return reportedInput().isPresent() ? Optional.of(UsageTranslation.tokens(tokens, 0, 0)) : Optional.empty();
  }

  @Override
  public final boolean finished() {
    return message.isEnded();
  }

  private void take(String event, List<PayloadReader.Piece> pieces) {
    for (var piece : pieces) {
      if (finished()) {
        return;
      }
      switch (piece) {
        case PayloadReader.Piece.Message(var json) -> read(event, json);
        case PayloadReader.Piece.Done() -> ended(Ending.SAID);
        case PayloadReader.Piece.Failure(var text) -> message.fail(errors.inside(text));
        case PayloadReader.Piece.Words(var text) -> keep(text);
        case PayloadReader.Piece.Lost(var text) -> lost(keep(text));
      }
    }
  }

  /// Keeps words that are no payload, and returns the first of them.
  private String keep(String text) {
    if (notUnderstood == null) {
      notUnderstood = text;
    }
    return notUnderstood;
  }

  /// Takes the counts that the provider gave; zeros say nothing once there were others.
  protected final void counted(@Nullable TokenCounts counts) {
    if (counts != null && (tokens == null || counts.saysSomething())) {
      tokens = counts;
    }
  }

  /// Begins the message: the provider sent the beginning of an answer, if only its frame.
  protected final void begin() {
    begun = true;
  }

  protected final boolean begun() {
    return begun;
  }

  /// Notes that the model said something, or called a tool.
  protected final void hear() {
    heard = true;
  }

  protected final boolean heard() {
    return heard;
  }

  /// Takes the words with which the model declines to answer.
  protected final void refuse(String words) {
    refused = true;
    message.text(words);
  }

  /// Writes what a fragment added to this call.
  protected final void call(ToolCallAccumulator call, boolean isNew) {
    heard = true;
    message.call(call, isNew);
    if (call.arguments().isRunaway()) {
      fail(FaultKind.API, " sends blank space without end as the arguments of a tool call");
    }
  }

  /// Ends the message badly, because of what the model did and might not do again.
  ///
  /// @param words behind the name of the provider
  protected final void failAstray(String words) {
    astray = !heard;
    fail(FaultKind.API, words);
  }

  /// Ends the message badly, because the provider broke the answer off.
  ///
  /// @param reason its own word for it
  protected final void breakOff(FaultKind kind, String reason) {
    fail(kind, " broke off the answer (" + reason + ")");
  }

  /// Ends the message badly.
  ///
  /// @param words behind the name of the provider
  protected final void fail(FaultKind kind, String words) {
    message.fail(Fault.of(kind, context.providerName() + words));
  }

  /// Ends the message badly, because the stream stopped before the provider said that the answer is complete.
  protected final void failUnfinished() {
    if (!begun && notUnderstood != null) {
      message.fail(errors.notJson(notUnderstood));
    } else {
      fail(FaultKind.UNREACHABLE, heard ? " ended the answer before it was complete" : " ended its answer without saying anything");
    }
  }

  /// Whether an answer that came to its end is none: the window left no room for it, or a call cannot be run. The message has ended badly then.
  ///
  /// @param nameless whether there is a call without a name
  protected final boolean fails(FinishReasons.Meaning meaning, boolean nameless) {
    if (message.isStopped()) {
      return false;
    }
    long prompt = tokens == null ? 0 : tokens.prompt().orElse(0);
    boolean full = meaning instanceof FinishReasons.Meaning.WindowFull || meaning instanceof FinishReasons.Meaning.Length && errors.leavesNoRoom(prompt);
    if (full && !heard) {
      message.fail(errors.overflow(prompt));
      return true;
    }
    if (nameless) {
      fail(FaultKind.API, " called a tool without naming it");
    }
    return nameless;
  }

  /// Ends the message well, or as a cut one: a call that cannot be read was cut if the answer is as long as it was allowed to be.
  ///
  /// @param named whether the provider said why it ended
  /// @param instead the text to write when there is no other and no call, unless the answer was cut
  /// @param matchedStop the stop sequence the provider says was hit; null for none
  protected final void close(FinishReasons.Meaning meaning, boolean named, String instead, @Nullable String matchedStop) {
    boolean natural = meaning instanceof FinishReasons.Meaning.Natural;
    message.closeAll(!natural, natural ? instead : "");
    if (message.hasUnreadableCall() && !named) {
      failUnfinished();
      return;
    }
    int searches = findings.atEnd();
    var usage = UsageTranslation.tokens(tokens, context.inputEstimate(), message.estimatedTokens()).searched(searches);
    boolean brokenCall = message.hasUnreadableCall() || message.hasCompletedCall();
    boolean cutCall = brokenCall && context.maxTokens() > 0 && usage.output() >= context.maxTokens() - 1;
    var reason = FinishReasons.of(meaning, refused, message.calls(), cutCall, matchedStop, context.rules().stopSequences());
    message.end(reason, reason == StopReason.STOP_SEQUENCE ? matchedStop : null, usage);
  }
}
