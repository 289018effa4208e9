package portside.translate.chat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import portside.provider.Dialect;
import portside.translate.AnswerStream;
import portside.translate.PayloadReader;
import portside.translate.answer.AnswerRules;
import portside.translate.answer.ArgumentTypes;
import portside.translate.answer.FinishReasons;
import portside.translate.answer.MessageAssembler;
import portside.translate.answer.ProviderSearchResults;
import portside.translate.answer.ToolUseInputs;
import portside.translate.answer.UsageTranslation;
import portside.translate.fault.ErrorToFault;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.reasoning.SignatureEnvelope;
import portside.translate.reasoning.SignatureWriter;
import portside.translate.search.OfferedSearch;
import portside.translate.textcalls.TextCallScanner;
import portside.translate.tools.ClientToolUseIds;
import portside.translate.tools.ToolNameResolver;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;
import portside.wire.common.TokenCounts;
import portside.wire.common.ToolCallDelta;
import portside.wire.openai.ChatChunk;
import portside.wire.openai.ChatDelta;
import portside.wire.openai.ChatSearchHits;

/// One answer of a chat-completions provider, streamed or whole, as the events of one Anthropic message.
///
/// The trip of a chunk: *is it an error? → remember usage → for each choice reasoning, text, refusal, calls → remember the finish reason.*
/// The trip of the end: *is there a finish, or at least `[DONE]`? → close all blocks → stop reason and usage → `message_stop`.* Nothing is
/// ended before the provider ended it, since usage and even content follow the finish reason. How blocks follow each other is the duty of
/// [MessageAssembler].
///
/// A chunk that is lost for good may have held a piece of a text or of a command, so the answer fails. Behind the finish reason it held only usage,
/// unless something else comes there.
public final class ChatAnswer implements AnswerStream {
  /// What the answer needs to know of its request.
  ///
  /// @param messageId `msg_…`; ids made up for tool calls come from it
  /// @param clientModel as the client wrote it
  /// @param inputEstimate tokens of the request by our own count
  /// @param toolNameToClient from a tool name sent upstream to the client's name
  /// @param tools the schemas of the tools' arguments, by the names sent upstream
  /// @param rules the answer must keep
  /// @param maxTokens the limit sent upstream, 0 for none
  /// @param model who answers
  /// @param dialect of the provider for the model
  /// @param providerName for messages to people
  public record Context(
      String messageId,
      String clientModel,
      long inputEstimate,
      UnaryOperator<String> toolNameToClient,
      Map<String, JsonObject> tools,
      AnswerRules rules,
      long maxTokens,
      ModelIdentity model,
      Dialect dialect,
      String providerName) {
    /// Of an answer that must keep nothing but stop sequences.
    public Context(String messageId, String clientModel, long inputEstimate, UnaryOperator<String> toolNameToClient, Map<String, JsonObject> tools,
        List<String> stopSequences, long maxTokens, ModelIdentity model, Dialect dialect, String providerName) {
      this(messageId, clientModel, inputEstimate, toolNameToClient, tools, AnswerRules.stoppingAt(stopSequences), maxTokens, model, dialect,
          providerName);
    }
  }

  /// How the provider's bytes came to their end.
  private enum Ending {
    /// `[DONE]`, or the end of a JSON body: the provider itself says that this is all.
    SAID,
    /// The stream just stopped.
    STOPPED
  }

  private final Context context;
  private final ErrorToFault errors;
  private final ToolCallSlots slots;
  private final MessageAssembler message;
  private final ProviderSearchResults findings;
  private final ChoiceSelector choices = new ChoiceSelector();
  private final PayloadReader payloads = new PayloadReader();
  private final TextCallScanner leaked;
  private final ThinkTags tags;

  private TokenCounts tokens;
  private String finishReason = "";
  private String matchedStop;
  private boolean refused;
  private boolean heard;
  private boolean understood;
  private boolean lost;
  /// Whether something came behind the finish reason.
  private boolean resumed;
  private String notUnderstood;

  /// An answer that masks nothing beyond what looks like a key.
  public ChatAnswer(Context context) {
    this(context, UnaryOperator.identity());
  }

  /// @param mask blots out secrets in what a provider says before it becomes part of a fault
  public ChatAnswer(Context context, UnaryOperator<String> mask) {
    this(context, mask, OfferedSearch.NONE);
  }

  /// @param search that the provider was offered to run
  public ChatAnswer(Context context, UnaryOperator<String> mask, OfferedSearch search) {
    this.context = context;
    var names = new ToolNameResolver(context.tools().keySet(), context.toolNameToClient());
    errors = new ErrorToFault(context.providerName(), context.clientModel(), context.dialect(), context.inputEstimate(), context.maxTokens(), mask);
    var types = new ArgumentTypes(context.tools());
    slots = new ToolCallSlots(names);
    var start = new StreamEvent.MessageStart(context.messageId(), context.clientModel(), Usage.of(context.inputEstimate(), 0));
    message = new MessageAssembler(start, names, new ClientToolUseIds(context.messageId()), new SignatureWriter(context.model(), context.dialect()),
        context.rules(),
        new ToolUseInputs(types, context.dialect().argumentTypes()), context.providerName());
    findings = new ProviderSearchResults(search, message);
    leaked = new TextCallScanner(context.dialect().leakedCalls() && message.mayCall(), names, types, new TextCallScanner.Sink() {
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
    tags = new ThinkTags(context.dialect().openThought(), new ThinkTags.Sink() {
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

  @Override
  public void data(String event, String data, Consumer<StreamEvent> out) {
    if (finished()) {
      return;
    }
    message.to(out);
    if (event.equals("error") && !data.isBlank() && !data.strip().equals("[DONE]")) {
      message.fail(errors.inside(data.strip()));
    } else {
      take(payloads.read(data));
    }
  }

  /// As [#data], of a chunk that was read before: reading takes longer than all the rest, and tests try the same few in every order.
  void chunk(ChatChunk chunk, Consumer<StreamEvent> out) {
    if (!finished()) {
      message.to(out);
      understood = true;
      take(chunk);
    }
  }

  @Override
  public void whole(String body, Consumer<StreamEvent> out) {
    if (finished()) {
      return;
    }
    message.to(out);
    take(payloads.read(body));
    take(payloads.end());
    if (!finished()) {
      conclude(Ending.SAID);
    }
  }

  @Override
  public void end(boolean clean, Consumer<StreamEvent> out) {
    if (finished()) {
      return;
    }
    message.to(out);
    take(payloads.end());
    if (!finished()) {
      conclude(Ending.STOPPED);
    }
  }

  @Override
  public void fail(Fault fault, Consumer<StreamEvent> out) {
    if (finished()) {
      return;
    }
    message.to(out);
    if (!isComplete()) {
      message.fail(fault);
    } else { // the answer was complete; only its usage is lost
      conclude(Ending.STOPPED);
    }
  }

  @Override
  public boolean concluded() {
    return finished() || !finishReason.isEmpty() || message.isStopped();
  }

  @Override
  public OptionalLong reportedInput() {
    return UsageTranslation.prompt(tokens);
  }

  @Override
  public boolean finished() {
    return message.isEnded();
  }

  private void take(List<PayloadReader.Piece> pieces) {
    for (var piece : pieces) {
      if (finished()) {
        return;
      }
      switch (piece) {
        case PayloadReader.Piece.Message(var json) -> read(json);
        case PayloadReader.Piece.Done() -> conclude(Ending.SAID);
        case PayloadReader.Piece.Failure(var text) -> message.fail(errors.inside(text));
        case PayloadReader.Piece.Words(var text) -> notUnderstood = notUnderstood == null ? text : notUnderstood;
        case PayloadReader.Piece.Lost(var text) -> lose(text);
      }
    }
  }

  private void read(JsonObject json) {
    understood = true;
    if (findings.areExpected()) {
      findings.add(ChatSearchHits.read(json));
    }
    take(ChatChunk.read(json));
  }

  private void lose(String text) {
    notUnderstood = notUnderstood == null ? text : notUnderstood;
    if (!isComplete()) {
      message.fail(understood ? errors.gap() : errors.notJson(notUnderstood));
    }
    lost = true;
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
    if (chunk.tokens() != null && (tokens == null || chunk.tokens().saysSomething())) {
      tokens = chunk.tokens();
    }
    slots.nextChunk();
    boolean repeated = heard;
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
      heard = true;
      tags.stop();
      leaked.interrupted();
      message.thinking(delta.reasoning().field(), delta.reasoning().text());
    }
    if (!delta.reasoning().isEmpty() && choices.mayThink(choice)) {
      message.sealed(delta.reasoning().details(), delta.reasoning().signature());
    }
    if (!delta.text().isEmpty() && choices.maySpeak(choice)) {
      heard = true;
      tags.text(delta.text());
    }
    if (!delta.refusal().isEmpty() && choices.maySpeak(choice)) {
      heard = true;
      refused = true;
      tags.stop();
      leaked.interrupted();
      message.text(delta.refusal());
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
    heard = true;
    message.call(call, slots.size() > before);
    if (call.arguments().isRunaway()) {
      message.fail(Fault.of(FaultKind.API, context.providerName() + " sends blank space without end as the arguments of a tool call"));
    }
  }

  private void takeMissingCalls(int choice, ChatDelta repetition) {
    for (var fragment : repetition.calls()) {
      if (!finished() && !slots.has(fragment)) {
        take(choice, new ChatDelta(ChatDelta.Reasoning.NONE, "", "", List.of(fragment)));
      }
    }
  }

  /// The first finish reason counts, unless a later one says that the answer broke.
  private void finish(int choice, String reason) {
    if (FinishReasons.meaning(reason) instanceof FinishReasons.Meaning.Broken(var kind)) {
      message.fail(Fault.of(kind, context.providerName() + " broke off the answer (" + reason + ")"));
    } else if (finishReason.isEmpty() && choices.mayFinish(choice)) {
      finishReason = reason;
    }
  }

  /// Whether only usage is missing: the provider ended the answer, or a stop sequence did. Some providers name a finish reason behind each call.
  private boolean isComplete() {
    return message.isStopped() || !finishReason.isEmpty() && !(resumed && slots.hasOpenCall());
  }

  private void conclude(Ending ending) {
    if (finishReason.isEmpty() && (ending == Ending.STOPPED || !heard) && !message.isStopped()) {
      message.fail(unfinished());
      return;
    }
    var meaning = FinishReasons.meaning(finishReason);
    long prompt = tokens == null ? 0 : tokens.prompt().orElse(0);
    boolean full = meaning instanceof FinishReasons.Meaning.WindowFull
        || meaning instanceof FinishReasons.Meaning.Length && errors.leavesNoRoom(prompt);
    if (full && !heard) {
      message.fail(errors.overflow(prompt));
      return;
    }
    if (slots.hasNameless()) {
      message.fail(Fault.of(FaultKind.API, context.providerName() + " called a tool without naming it"));
      return;
    }
    var unclosed = tags.stop();
    leaked.end();
    boolean natural = meaning instanceof FinishReasons.Meaning.Natural;
    message.closeAll(!natural, natural ? unclosed : ""); // a model that forgot its closing tag put its answer inside
    if (message.hasUnreadableCall() && finishReason.isEmpty()) {
      message.fail(unfinished());
      return;
    }
    int searches = findings.atEnd();
    var usage = UsageTranslation.tokens(tokens, context.inputEstimate(), message.estimatedTokens()).searched(searches);
    boolean brokenCall = message.hasUnreadableCall() || message.hasCompletedCall();
    boolean cutCall = brokenCall && context.maxTokens() > 0 && usage.output() >= context.maxTokens() - 1;
    var reason = FinishReasons.of(meaning, refused, message.calls(), cutCall, matchedStop, context.rules().stopSequences());
    message.end(reason, reason == StopReason.STOP_SEQUENCE ? matchedStop : null, usage);
  }

  private Fault unfinished() {
    if (!understood && notUnderstood != null) {
      return errors.notJson(notUnderstood);
    }
    var problem = heard ? " ended the answer before it was complete" : " ended its answer without saying anything";
    return Fault.of(FaultKind.UNREACHABLE, context.providerName() + problem);
  }
}
