package portside.translate.responses;

import jakarta.json.JsonObject;
import java.util.ArrayList;
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
import portside.translate.reasoning.ReasoningPayload;
import portside.translate.reasoning.SignatureWriter;
import portside.translate.search.OfferedSearch;
import portside.translate.tools.ClientToolUseIds;
import portside.translate.tools.ToolNameResolver;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;
import portside.wire.common.TokenCounts;
import portside.wire.common.ToolCallDelta;
import portside.wire.responses.OutputItem;
import portside.wire.responses.ReasoningItem;
import portside.wire.responses.Response;
import portside.wire.responses.ResponseEvent;
import portside.wire.responses.ResponseEvent.Kind;
import portside.wire.responses.ResponsesSearchHits;

/// One answer of a Responses provider, streamed or whole, as the events of one Anthropic message.
///
/// The trip of an event: *which item is it about? → does it say anything new? → text, refusal, reasoning or arguments.* The end is one event:
/// *what was never streamed → why did it end? → stop reason and usage.* A stream that stops before it has not ended well, whatever came.
///
/// A reasoning item goes into the signature of its thinking block once it is complete. The block is closed only when the next item begins,
/// because the phase of a message must travel as well and a text block has no place for it.
///
/// Behind an event that is lost for good no piece is taken any more, since it may not follow what came before; the wholes, which say everything
/// again, bring the rest. Where they do not, or contradict the pieces, the answer fails.
public final class ResponsesAnswer implements AnswerStream {
  /// What the answer needs to know of its request.
  ///
  /// @param messageId `msg_…`; ids made up for tool calls come from it
  /// @param clientModel as the client wrote it
  /// @param model who answers, for which reasoning is kept
  /// @param inputEstimate tokens of the request by our own count
  /// @param names of the tools offered
  /// @param tools the schemas of their arguments, by the names sent upstream
  /// @param rules the answer must keep
  /// @param maxTokens the limit sent upstream, 0 for none
  /// @param dialect of the provider for the model
  /// @param providerName for messages to people
  public record Context(
      String messageId,
      String clientModel,
      ModelIdentity model,
      long inputEstimate,
      ToolNameResolver names,
      Map<String, JsonObject> tools,
      AnswerRules rules,
      long maxTokens,
      Dialect dialect,
      String providerName) {}

  private final Context context;
  private final ErrorToFault errors;
  private final MessageAssembler message;
  private final ProviderSearchResults findings;
  private final PayloadReader payloads = new PayloadReader();
  private final OutputItems items = new OutputItems();

  /// The last reasoning item, complete and not yet written; null for none.
  private JsonObject reasoning;
  private TokenCounts tokens;
  private boolean refused;
  private boolean heard;
  private boolean lost;
  private String notUnderstood;

  /// @param mask blots out secrets in what a provider says before it becomes part of a fault
  /// @param search that the provider was offered to run
  public ResponsesAnswer(Context context, UnaryOperator<String> mask, OfferedSearch search) {
    this.context = context;
    errors = new ErrorToFault(
        context.providerName(), context.clientModel(), context.dialect(), context.inputEstimate(), context.maxTokens(), mask);
    var start = new StreamEvent.MessageStart(context.messageId(), context.clientModel(), Usage.of(context.inputEstimate(), 0));
    message = new MessageAssembler(start, context.names(), new ClientToolUseIds(context.messageId()), new SignatureWriter(context.model(),
        context.dialect()),
        context.rules(), new ToolUseInputs(new ArgumentTypes(context.tools()), context.dialect().argumentTypes()), context.providerName());
    findings = new ProviderSearchResults(search, message);
  }

  @Override
  public void data(String event, String data, Consumer<StreamEvent> out) {
    if (finished()) {
      return;
    }
    message.to(out);
    if (event.equals("error") && !data.isBlank() && !data.strip().equals("[DONE]")) {
      readError(data.strip());
    } else {
      take(event, payloads.read(data));
    }
  }

  @Override
  public void whole(String body, Consumer<StreamEvent> out) {
    if (!finished()) {
      message.to(out);
      take("", payloads.read(body));
    }
  }

  @Override
  public void end(boolean clean, Consumer<StreamEvent> out) {
    if (!finished()) {
      message.to(out);
      take("", payloads.end());
    }
    if (!finished()) {
      message.fail(unfinished());
    }
  }

  @Override
  public void fail(Fault fault, Consumer<StreamEvent> out) {
    if (!finished()) {
      message.to(out);
      message.fail(fault);
    }
  }

  @Override
  public boolean concluded() {
    return finished() || message.isStopped(); // usage comes with the event that ends the answer
  }

  @Override
  public OptionalLong reportedInput() {
    return UsageTranslation.prompt(tokens);
  }

  @Override
  public boolean finished() {
    return message.isEnded();
  }

  private void take(String event, List<PayloadReader.Piece> pieces) {
    for (var piece : pieces) {
      if (finished()) {
        return;
      }
      switch (piece) {
        case PayloadReader.Piece.Message(var json) -> read(event, json);
        case PayloadReader.Piece.Done() -> {} // an event of its own says that, and how it ended
        case PayloadReader.Piece.Failure(var text) -> message.fail(errors.inside(text));
        case PayloadReader.Piece.Words(var text) -> notUnderstood = notUnderstood == null ? text : notUnderstood;
        case PayloadReader.Piece.Lost(var text) -> {
          lost = true;
          notUnderstood = notUnderstood == null ? text : notUnderstood;
        }
      }
    }
  }

  private void read(String event, JsonObject json) {
    if (findings.areExpected()) {
      look(ResponsesSearchHits.read(json));
    }
    take(ResponseEvent.read(event, json));
  }

  /// The name of the event says what it is, unless its payload says that it is another one.
  private void readError(String payload) {
    try {
      var said = ResponseEvent.read("error", Json.object(payload));
      if (!(said instanceof ResponseEvent.Other)) {
        take(said);
        return;
      }
    } catch (Json.Malformed plainText) {
      // the text itself is the message
    }
    message.fail(errors.inside(payload));
  }

  private void look(ResponsesSearchHits found) {
    findings.add(found.pages());
    if (found.searched()) {
      findings.ran(found.query());
    }
  }

  private void take(ResponseEvent event) {
    switch (event) {
      case ResponseEvent.ItemAdded(var index, var item) -> {
        var known = items.begun(index, item);
        var begun = known == null ? open(index, item.id(), ItemProgress.Type.of(item), phase(item)) : known;
        begun.announce(item);
        name(begun, item);
      }
      case ResponseEvent.ItemDone(var index, var item) -> complete(items.ending(index, item), index, item);
      case ResponseEvent.Delta(var place, var text) -> {
        var item = at(place);
        if (!lost) {
          piece(item, place.kind(), place.part(), text);
        }
      }
      case ResponseEvent.Whole(var place, var text) -> {
        if (place.part() == 0 && !at(place).isInParts()) { // the rest of the parts come with the item
          pieces(at(place), place.kind(), List.of(text));
        }
      }
      case ResponseEvent.Ended(var response) -> end(response);
      case ResponseEvent.Failed(var error) -> message.fail(errors.inside(error));
      case ResponseEvent.Other() -> {}
    }
  }

  private ItemProgress at(ResponseEvent.Place place) {
    var known = items.of(place.index(), place.itemId(), place.kind());
    return known == null ? open(place.index(), place.itemId(), ItemProgress.Type.of(place.kind()), null) : known;
  }

  /// @param phase of a message; null for none
  private ItemProgress open(int index, String id, ItemProgress.Type type, String phase) {
    if (type == ItemProgress.Type.CALL && !message.mayCall()) {
      reasoning = null; // the call is not written, and reasoning that nothing follows would be refused
    }
    sign(phase);
    message.endBlock();
    return items.open(index, id, type);
  }

  private static String phase(OutputItem item) {
    return item instanceof OutputItem.Message(_, var phase, _, _) && !phase.isEmpty() ? phase : null;
  }

  /// Writes the reasoning that waits, with the phase of what follows.
  private void sign(String phase) {
    if (reasoning != null || phase != null) {
      message.sign(reasoning, phase);
      reasoning = null;
    }
  }

  /// Takes from a complete item what has not come before.
  ///
  /// @param known what has come of it; null for nothing
  private void complete(ItemProgress known, int index, OutputItem item) {
    var progress = known == null ? open(index, item.id(), ItemProgress.Type.of(item), phase(item)) : known;
    switch (item) {
      case OutputItem.Message(_, _, var texts, var refusals) -> {
        pieces(progress, Kind.TEXT, texts);
        pieces(progress, Kind.REFUSAL, refusals);
      }
      case OutputItem.Reasoning(_, var summary, var reasoningTexts, var whole) -> {
        pieces(progress, Kind.SUMMARY, summary);
        pieces(progress, Kind.REASONING_TEXT, reasoningTexts);
        if (!progress.isDone() && items.isLast(progress)) { // else its place has passed
          reasoning = ReasoningItem.toSendBack(whole).orElse(null);
        }
      }
      case OutputItem.FunctionCall call -> {
        name(progress, call);
        pieces(progress, Kind.ARGUMENTS, List.of(call.arguments()));
      }
      case OutputItem.Other _ -> {}
    }
    progress.finish();
  }

  /// A call's name and id.
  private void name(ItemProgress progress, OutputItem item) {
    if (item instanceof OutputItem.FunctionCall(_, var callId, var name, _)) {
      var known = progress.call();
      fragment(progress, callId.isEmpty() || known.id() != null ? null : callId, name.isEmpty() || known.name() != null ? null : name, "");
    }
  }

  private void pieces(ItemProgress item, Kind kind, List<String> parts) {
    if (item.isSilent(kind)) {
      for (int i = 0; i < parts.size(); i++) {
        piece(item, kind, i, parts.get(i));
      }
    } else {
      var rest = item.rest(kind, parts);
      rest.ifPresent(text -> piece(item, kind, parts.size() - 1, text));
      if (rest.isEmpty() && kind != Kind.SUMMARY && kind != Kind.REASONING_TEXT) {
        message.fail(Fault.of(FaultKind.UNREACHABLE, context.providerName() + " sent pieces that are not what it says the whole answer is"));
      }
    }
  }

  private void piece(ItemProgress item, Kind kind, int part, String text) {
    if (text.isEmpty() || finished()) {
      return;
    }
    heard = true;
    switch (kind) {
      case TEXT -> message.text(text);
      case REFUSAL -> {
        refused = true;
        message.text(text);
      }
      case SUMMARY, REASONING_TEXT -> {
        if (!item.mayThink(kind)) {
          return;
        }
        boolean apart = item.turnsTo(part) && !item.isSilent(kind);
        message.thinking(ReasoningPayload.FIELD, apart ? "\n\n" + text : text);
      }
      case ARGUMENTS -> fragment(item, null, null, text);
    }
    item.add(kind, part, text);
  }

  private void fragment(ItemProgress item, String id, String name, String arguments) {
    var call = item.call();
    call.add(new ToolCallDelta(ToolCallDelta.NO_INDEX, id, name, arguments, null), context.names());
    heard = true;
    message.call(call, item.beginsCall());
    if (call.arguments().isRunaway()) {
      message.fail(Fault.of(FaultKind.API, context.providerName() + " sends blank space without end as the arguments of a tool call"));
    }
  }

  private void end(Response response) {
    tokens = response.tokens();
    var streamed = new ArrayList<>(items.all());
    boolean nothingStreamed = streamed.isEmpty();
    for (int i = 0; i < response.output().size() && !finished(); i++) {
      var item = response.output().get(i);
      var known = OutputItems.repeated(streamed, i, item);
      streamed.remove(known);
      if (known != null || nothingStreamed || !(item instanceof OutputItem.Reasoning)) { // reasoning that was not streamed has lost its place
        complete(known, i, item);
      }
    }
    if (!finished()) {
      conclude(response);
    }
  }

  private void conclude(Response response) {
    var meaning = ResponseEnding.meaning(response);
    if (message.isStopped()) {
      close(FinishReasons.meaning(""));
    } else if (response.error() != null) {
      message.fail(errors.inside(response.error()));
    } else if (meaning instanceof FinishReasons.Meaning.Broken(var kind)) {
      message.fail(Fault.of(kind, context.providerName() + " broke off the answer (" + ResponseEnding.reason(response) + ")"));
    } else if (lost && (response.output().isEmpty() || !items.areDone())) {
      message.fail(errors.gap());
    } else if (items.all().stream().anyMatch(item -> item.call() != null && item.call().name() == null)) {
      message.fail(Fault.of(FaultKind.API, context.providerName() + " called a tool without naming it"));
    } else if (!heard && isFull(meaning)) {
      message.fail(errors.overflow(prompt()));
    } else {
      close(meaning);
    }
  }

  private boolean isFull(FinishReasons.Meaning meaning) {
    return meaning instanceof FinishReasons.Meaning.WindowFull || meaning instanceof FinishReasons.Meaning.Length && errors.leavesNoRoom(prompt());
  }

  private long prompt() {
    return tokens == null ? 0 : tokens.prompt().orElse(0);
  }

  private void close(FinishReasons.Meaning meaning) {
    // Reasoning that nothing follows is written without its item: it would be refused, and a block behind the last words is taken for the answer.
    message.closeAll(!(meaning instanceof FinishReasons.Meaning.Natural), "");
    int searches = findings.atEnd();
    var usage = UsageTranslation.tokens(tokens, context.inputEstimate(), message.estimatedTokens()).searched(searches);
    boolean brokenCall = message.hasUnreadableCall() || message.hasCompletedCall();
    boolean cutCall = brokenCall && context.maxTokens() > 0 && usage.output() >= context.maxTokens() - 1;
    message.end(FinishReasons.of(meaning, refused, message.calls(), cutCall, null, List.of()), null, usage);
  }

  private Fault unfinished() {
    if (!heard && items.isEmpty() && notUnderstood != null) {
      return errors.notJson(notUnderstood);
    }
    var problem = heard ? " ended the answer before it was complete" : " ended its answer without saying anything";
    return Fault.of(FaultKind.UNREACHABLE, context.providerName() + problem);
  }
}
