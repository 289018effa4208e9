package portside.translate.gemini;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import portside.translate.AnswerContext;
import portside.translate.WireAnswer;
import portside.translate.answer.FinishReasons;
import portside.translate.answer.ToolCallAccumulator;
import portside.translate.reasoning.GoogleSignatures;
import portside.translate.text.Capped;
import portside.wire.SearchHit;
import portside.wire.common.ProviderError;
import portside.wire.common.ToolCallDelta;
import portside.wire.gemini.AnswerPart;
import portside.wire.gemini.GenerateContentChunk;
import portside.wire.gemini.Grounding;

/// One answer of Gemini in its own language, streamed, whole, or as an array of what a stream would have had.
///
/// The trip of a chunk: *is it an error? → parts in order: thinking, text, a whole call → finish, counts, what was searched.* The end of the body is the end
/// of the answer: `STOP` may stand in every chunk, and an error behind it, so the last finish reason counts and only when no part follows.
///
/// ```
///   finish          something was said                      nothing was said
///   STOP            end_turn, tool_use                      an error; may be asked again
///   MAX_TOKENS      max_tokens                              max_tokens, an empty text: thinking took it all
///   withheld        refusal                                 refusal, one text that says why
///   odd, unknown    an error                                an error; may be asked again
///   none            an error, as of a broken stream         the same
/// ```
/// Where a search was asked for, text waits until the end: what was found comes last, and belongs before it.
public final class GeminiAnswer extends WireAnswer {
  private static final int LONGEST_REASON = 300;

  private final List<ToolCallAccumulator> calls = new ArrayList<>();
  /// Text behind what is still to be told of a search.
  private final StringBuilder waiting = new StringBuilder();
  private @Nullable Grounding grounding;
  private String finish = "";
  private String finishMessage = "";
  private String blocked = "";
  private int chunks;
  /// The first chunk with a finish reason, from 1; 0 for none yet.
  private int firstFinish;

  public GeminiAnswer(AnswerContext context) {
    super(context);
  }

  @Override
  protected void read(String event, JsonObject json) {
    var opened = CodeAssistEnvelope.opened(json);
    var error = ProviderError.inside(opened);
    if (error != null) {
      message.fail(errors.inside(error));
      return;
    }
    var chunk = GenerateContentChunk.read(opened);
    counted(chunk.tokens());
    if (!chunk.answers()) {
      return;
    }
    begin();
    chunks++;
    for (var part : chunk.parts()) {
      if (!finished()) {
        take(part);
      }
    }
    if (!chunk.finish().isEmpty() || !chunk.parts().isEmpty()) { // a candidate that says nothing takes nothing back
      finish = chunk.finish();
      finishMessage = chunk.finishMessage();
    }
    blocked = chunk.blocked().isEmpty() ? blocked : chunk.blocked();
    firstFinish = firstFinish == 0 && !finish.isEmpty() ? chunks : firstFinish;
    grounding = chunk.grounding() == null ? grounding : chunk.grounding();
  }

  @Override
  protected void lost(String text) {
    message.fail(errors.gap());
  }

  @Override
  protected void ended(Ending ending) {
    if (message.isStopped()) {
      close(FinishReasons.meaning(""), true, "", null);
    } else if (!blocked.isEmpty() && (finish.isEmpty() || !heard())) {
      withheld(blocked);
    } else if (!finish.isEmpty()) {
      conclude();
    } else {
      failUnfinished();
    }
  }

  /// A finish reason in the first chunk may stand in each; one that comes later, and behind which nothing has come, is the end.
  @Override
  protected boolean isComplete() {
    return firstFinish > 1 && firstFinish == chunks;
  }

  @Override
  public boolean concluded() {
    return super.concluded() || isComplete();
  }

  private void take(AnswerPart part) {
    switch (part) {
      case AnswerPart.Thought(var text) -> {
        if (!text.isEmpty()) {
          hear();
          message.thinking(GoogleSignatures.FIELD, text);
        }
      }
      case AnswerPart.Text(var text, var signature) -> {
        say(text);
        if (signature != null) {
          message.sealed(List.of(), signature);
        }
      }
      case AnswerPart.Call(var id, var name, var args, var signature) -> {
        var call = new ToolCallAccumulator(0, calls.size());
        var known = id == null ? CallIds.made(context.messageId(), calls.size()) : id;
        calls.add(call);
        call.add(new ToolCallDelta(ToolCallDelta.NO_INDEX, known, name.isEmpty() ? null : name, args, signature), context.names());
        call(call, true);
      }
      case AnswerPart.Code(var language, var text) -> say("\n```" + language + "\n" + text.stripTrailing() + "\n```\n");
      case AnswerPart.Media(var kind, var mimeType) -> say("[" + kind + " omitted: " + mimeType + "]");
    }
  }

  private void say(String text) {
    if (text.isEmpty()) {
      return;
    }
    hear();
    if (findings.areExpected()) {
      waiting.append(text);
    } else {
      message.text(text);
    }
  }

  private void conclude() {
    var meaning = GeminiEnding.meaning(finish);
    boolean nameless = calls.stream().anyMatch(call -> call.name() == null);
    if (meaning instanceof FinishReasons.Meaning.Refused) {
      withheld(finish);
    } else if (meaning instanceof FinishReasons.Meaning.Broken) {
      failAstray(" broke off the answer (" + reason() + ")");
    } else if (meaning instanceof FinishReasons.Meaning.Natural && !heard()) {
      failAstray(" ended its answer without saying anything");
    } else if (!fails(meaning, nameless)) {
      tellSearch();
      close(meaning, true, "", null);
    }
  }

  private String reason() {
    return finishMessage.isEmpty() ? finish : Capped.within(finish + ": " + finishMessage, LONGEST_REASON);
  }

  /// Ends the message as a refusal, in words of ours where the model has none.
  private void withheld(String reason) {
    if (!heard()) {
      message.text("[" + context.providerName() + " withheld the answer: " + reason + "]");
    }
    tellSearch();
    close(new FinishReasons.Meaning.Refused(), true, "", null);
  }

  /// Writes what was searched and found, the text, and where it is from.
  private void tellSearch() {
    if (findings.areExpected() && grounding != null) {
      findings.ran(grounding.queries());
      findings.add(grounding.pages());
      findings.beforeWords();
      if (!grounding.pages().isEmpty() && !waiting.isEmpty()) {
        waiting.append(grounding.pages().stream().map(GeminiAnswer::source).distinct().collect(Collectors.joining("\n", "\n\nSources:\n", "")));
      }
    }
    message.text(waiting.toString());
    waiting.setLength(0);
  }

  private static String source(SearchHit page) {
    return "- " + (page.title().isEmpty() ? page.url() : "[" + page.title() + "](" + page.url() + ")");
  }
}
