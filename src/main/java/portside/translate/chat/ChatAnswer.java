package portside.translate.chat;

import static portside.provider.dialect.Column.LEAKED_CALLS;
import static portside.provider.dialect.Column.OPEN_THOUGHT;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import portside.translate.AnswerContext;
import portside.translate.WireAnswer;
import portside.translate.answer.FinishReasons;
import portside.translate.reasoning.SignatureEnvelope;
import portside.translate.textcalls.TextCallScanner;
import portside.wire.anthropic.StreamEvent;
import portside.wire.common.ToolCallDelta;
import portside.wire.openai.ChatChunk;
import portside.wire.openai.ChatDelta;
import portside.wire.openai.ChatSearchHits;

/// One answer of a chat-completions provider, streamed or whole, as the events of one Anthropic message.
///
/// The trip of a chunk: *is it an error? → remember usage → for each choice reasoning, text, refusal, calls → remember the finish reason.*
/// The trip of the end: *is there a finish, or at least `[DONE]`? → the end of any answer ([WireAnswer]).* Nothing is
/// ended before the provider ended it, since usage and even content follow the finish reason.
///
/// A chunk that is lost for good may have held a piece of a text or of a command, so the answer fails. Behind the finish reason it held only usage,
/// unless something else comes there.
public final class ChatAnswer extends WireAnswer {
  private final ToolCallSlots slots;
  private final ChoiceSelector choices = new ChoiceSelector();
  private final TextCallScanner leaked;
  private final ThinkTags tags;

  private String finishReason = "";
  private @Nullable String matchedStop;
  private boolean lost;
  /// Whether something came behind the finish reason.
  private boolean resumed;

  public ChatAnswer(AnswerContext context) {
    super(context);
    slots = new ToolCallSlots(context.names());
    leaked = new TextCallScanner(context.dialect().get(LEAKED_CALLS) && message.mayCall(), context.names(), types, new TextCallScanner.Sink() {
      @Override
      public void text(String text) {
        findings.beforeWords();
        message.text(text);
      }

      @Override
      public void call(ToolCallDelta call) {
        ChatAnswer.this.call(0, call);
      }
    });
    tags = new ThinkTags(context.dialect().get(OPEN_THOUGHT), new ThinkTags.Sink() {
      @Override
      public void text(String text) {
        leaked.text(text);
      }

      @Override
      public void inlineReasoning(String text) {
        message.thinking(SignatureEnvelope.INLINE, text);
      }
    });
  }

  /// Does what [#data] does, for a chunk that was read before: reading takes longer than all the rest, and tests try the same few in every order.
  void chunk(ChatChunk chunk, Consumer<StreamEvent> out) {
    if (!finished()) {
      message.to(out);
      begin();
      take(chunk);
    }
  }

  @Override
  protected void read(String event, JsonObject json) {
    begin();
    if (findings.areExpected()) {
      findings.add(ChatSearchHits.read(json));
    }
    take(ChatChunk.read(json));
  }

  @Override
  protected void lost(String text) {
    if (!isComplete()) {
      message.fail(begun() ? errors.gap() : errors.notJson(text));
    }
    lost = true;
  }

  @Override
  protected void ended(Ending ending) {
    if (finishReason.isEmpty() && (ending == Ending.STOPPED || !heard()) && !message.isStopped()) {
      failUnfinished();
      return;
    }
    var meaning = FinishReasons.meaning(finishReason);
    if (fails(meaning, slots.hasNameless())) {
      return;
    }
    var unclosed = tags.stop();
    leaked.end();
    close(meaning, !finishReason.isEmpty(), unclosed, matchedStop); // a model that forgot its closing tag put its answer inside
  }

  @Override
  public boolean concluded() {
    return super.concluded() || !finishReason.isEmpty();
  }

  /// Only usage is missing where the provider ended the answer, or a stop sequence did. Some providers name a finish reason behind each call.
  @Override
  protected boolean isComplete() {
    return message.isStopped() || !finishReason.isEmpty() && !(resumed && slots.hasOpenCall());
  }

  private void take(ChatChunk chunk) {
    if (chunk.error() != null) {
      message.fail(errors.inside(chunk.error()));
      return;
    }
    resumed |= !finishReason.isEmpty() && chunk.saysSomething();
    if (lost && resumed) {
      message.fail(errors.gap());
      return;
    }
    counted(chunk.tokens());
    slots.nextChunk();
    boolean repeated = heard();
    for (var choice : chunk.choices()) {
      take(choice, repeated);
      if (finished()) {
        return;
      }
    }
  }

  /// @param repeated whether a message in this choice tells again what was streamed before
  private void take(ChatChunk.Choice choice, boolean repeated) {
    int index = choice.index();
    if (!choice.delta().isEmpty()) {
      take(index, choice.delta());
    } else if (!repeated) {
      take(index, choice.message());
    } else {
      takeMissingCalls(index, choice.message());
    }
    if (choice.matchedStop() != null) {
      matchedStop = choice.matchedStop();
    }
    if (!choice.finishReason().isEmpty() && !finished()) {
      finish(index, choice.finishReason());
    }
  }

  private void take(int choice, ChatDelta delta) {
    if (!delta.reasoning().text().isEmpty() && choices.mayThink(choice)) {
      hear();
      tags.stop();
      leaked.interrupted();
      message.thinking(delta.reasoning().field(), delta.reasoning().text());
    }
    if (!delta.reasoning().isEmpty() && choices.mayThink(choice)) {
      message.sealed(delta.reasoning().details(), delta.reasoning().signature());
    }
    if (!delta.text().isEmpty() && choices.maySpeak(choice)) {
      hear();
      tags.text(delta.text());
    }
    if (!delta.refusal().isEmpty() && choices.maySpeak(choice)) {
      hear();
      tags.stop();
      leaked.interrupted();
      refuse(delta.refusal());
    }
    if (!delta.calls().isEmpty() && choices.mayCall(choice)) {
      tags.stop();
      leaked.realCalls();
      for (var fragment : delta.calls()) {
        call(choice, fragment);
      }
    }
  }

  private void call(int choice, ToolCallDelta fragment) {
    int before = slots.size();
    var call = slots.add(choice, fragment);
    if (call == null) {
      return;
    }
    call(call, slots.size() > before);
  }

  private void takeMissingCalls(int choice, ChatDelta repetition) {
    for (var fragment : repetition.calls()) {
      if (!finished() && !slots.has(fragment)) {
        take(choice, new ChatDelta(ChatDelta.Reasoning.NONE, "", "", List.of(fragment)));
      }
    }
  }

  /// Takes a finish reason: the first one counts, unless a later one says that the answer broke.
  private void finish(int choice, String reason) {
    if (FinishReasons.meaning(reason) instanceof FinishReasons.Meaning.Broken(var kind)) {
      breakOff(kind, reason);
    } else if (finishReason.isEmpty() && choices.mayFinish(choice)) {
      finishReason = reason;
    }
  }
}
