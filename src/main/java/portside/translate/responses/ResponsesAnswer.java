package portside.translate.responses;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import portside.translate.AnswerContext;
import portside.translate.WireAnswer;
import portside.translate.answer.FinishReasons;
import portside.translate.reasoning.ReasoningPayload;
import portside.wire.FaultKind;
import portside.wire.Json;
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
public final class ResponsesAnswer extends WireAnswer {
  private final OutputItems items = new OutputItems();

  /// The last reasoning item, complete and not yet written; null for none.
  private @Nullable JsonObject reasoning;
  private boolean lost;

  public ResponsesAnswer(AnswerContext context) {
    super(context);
  }

  @Override
  protected void read(String event, JsonObject json) {
    if (findings.areExpected()) {
      look(ResponsesSearchHits.read(json));
    }
    take(ResponseEvent.read(event, json));
  }

  @Override
  protected void lost(String text) {
    lost = true;
  }

  /// An event of its own says that all was said, and how it ended.
  @Override
  protected void ended(Ending ending) {
    if (ending == Ending.STOPPED) {
      failUnfinished();
    }
  }

  /// Usage comes with the event that ends the answer.
  @Override
  protected boolean isComplete() {
    return false;
  }

  /// The name of the event says what it is, unless its payload says that it is another one.
  @Override
  protected void error(String payload) {
    try {
      var said = ResponseEvent.read("error", Json.object(payload));
      if (!(said instanceof ResponseEvent.Other)) {
        take(said);
        return;
      }
    } catch (Json.Malformed plainText) {
      // the text itself is the message
    }
    super.error(payload);
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
  private ItemProgress open(int index, String id, ItemProgress.Type type, @Nullable String phase) {
    if (type == ItemProgress.Type.CALL && !message.mayCall()) {
      reasoning = null; // the call is not written, and reasoning that nothing follows would be refused
    }
    begin();
    sign(phase);
    message.endBlock();
    return items.open(index, id, type);
  }

  private static @Nullable String phase(OutputItem item) {
    return item instanceof OutputItem.Message(_, var phase, _, _) && !phase.isEmpty() ? phase : null;
  }

  /// Writes the reasoning that waits, with the phase of what follows.
  private void sign(@Nullable String phase) {
    if (reasoning != null || phase != null) {
      message.sign(reasoning, phase);
      reasoning = null;
    }
  }

  /// Takes from a complete item what has not come before.
  ///
  /// @param known what has come of it; null for nothing
  private void complete(@Nullable ItemProgress known, int index, OutputItem item) {
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

  /// Takes a call's name and id from its item.
  private void name(ItemProgress progress, OutputItem item) {
    if (item instanceof OutputItem.FunctionCall(_, var callId, var name, _)) {
      var known = Objects.requireNonNull(progress.call());
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
        fail(FaultKind.UNREACHABLE, " sent pieces that are not what it says the whole answer is");
      }
    }
  }

  private void piece(ItemProgress item, Kind kind, int part, String text) {
    if (text.isEmpty() || finished()) {
      return;
    }
    hear();
    switch (kind) {
      case TEXT -> message.text(text);
      case REFUSAL -> refuse(text);
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

  private void fragment(ItemProgress item, @Nullable String id, @Nullable String name, String arguments) {
    var call = Objects.requireNonNull(item.call());
    call.add(new ToolCallDelta(ToolCallDelta.NO_INDEX, id, name, arguments, null), context.names());
    call(call, item.beginsCall());
  }

  private void end(Response response) {
    counted(response.tokens());
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
    boolean nameless = items.all().stream().anyMatch(item -> item.call() != null && item.call().name() == null);
    // Reasoning that nothing follows is written without its item: it would be refused, and a block behind the last words is taken for the answer.
    if (message.isStopped()) {
      close(FinishReasons.meaning(""), true, "", null);
    } else if (response.error() != null) {
      message.fail(errors.inside(response.error()));
    } else if (meaning instanceof FinishReasons.Meaning.Broken(var kind)) {
      breakOff(kind, ResponseEnding.reason(response));
    } else if (lost && (response.output().isEmpty() || !items.areDone())) {
      message.fail(errors.gap());
    } else if (!fails(meaning, nameless)) {
      close(meaning, true, "", null);
    }
  }
}
