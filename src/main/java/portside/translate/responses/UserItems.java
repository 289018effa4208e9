package portside.translate.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.provider.Dialect;
import portside.translate.chat.UserTurn;
import portside.translate.request.BlockToParts;
import portside.translate.request.MessageParts;
import portside.translate.text.Blank;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;
import portside.wire.common.ContentPart;
import portside.wire.responses.InputItem;

/// Everything between two things the model says. First one output per call, in the order of the calls and with its pictures and files; then
/// what the user said.
///
/// A system message in mid-conversation becomes a reminder at the end of what was said before it, as it does in chat completions, or a message
/// of the developer where the dialect has a place for it. Where it goes depends only on what stands before it, so later turns do not move it.
final class UserItems {
  /// @param clientId as its result names it
  /// @param upstreamId as the provider is sent it
  record AnsweredCall(String clientId, String upstreamId) {}

  private final Dialect dialect;
  private final BlockToParts blocks;
  private final List<Answer> answers;
  private final List<InputItem> said = new ArrayList<>();
  private MessageParts speech = new MessageParts();

  /// @param unanswered the calls since the user spoke last
  UserItems(Dialect dialect, BlockToParts blocks, List<AnsweredCall> unanswered) {
    this.dialect = dialect;
    this.blocks = blocks;
    this.answers = unanswered.stream().map(Answer::new).toList();
  }

  /// A call and the parts of its result, null until that comes.
  private static final class Answer {
    final AnsweredCall call;
    final List<String> reminders = new ArrayList<>();
    List<ContentPart> parts;

    Answer(AnsweredCall call) {
      this.call = call;
    }

    InputItem item() {
      var output = parts == null ? List.<ContentPart>of(new ContentPart.Text(UserTurn.NO_RESULT)) : parts;
      if (output.size() == 1 && output.getFirst() instanceof ContentPart.Text(var text)) {
        var joined = Stream.concat(Stream.of(text), reminders.stream()).collect(Collectors.joining("\n\n"));
        return new InputItem.FunctionCallOutput(call.upstreamId(), List.of(new ContentPart.Text(joined)));
      }
      return new InputItem.FunctionCallOutput(call.upstreamId(), Stream.concat(output.stream(),
          reminders.stream().map(ContentPart.Text::new)).toList());
    }
  }

  void add(InputMessage message) {
    if (message.role() == Role.SYSTEM) {
      note(message.content());
    } else {
      message.content().forEach(this::add);
    }
  }

  /// Whether nothing was said and nothing must be answered.
  boolean isSilent() {
    return answers.isEmpty() && said.isEmpty() && speech.isEmpty();
  }

  /// The items of this turn; none when it said nothing.
  List<InputItem> items() {
    closeSpeech();
    return Stream.concat(answers.stream().map(Answer::item), said.stream()).toList();
  }

  private void add(ContentBlock block) {
    if (block instanceof ContentBlock.ToolResult result) {
      answers.stream()
          .filter(answer -> answer.parts == null && answer.call.clientId().equals(result.toolUseId()))
          .findFirst()
          .ifPresentOrElse(answer -> answer.parts = parts(result), () -> orphan(result));
    } else {
      blocks.of(block, speech::add);
    }
  }

  /// Texts alone become one.
  private List<ContentPart> parts(ContentBlock.ToolResult result) {
    var parts = new ArrayList<ContentPart>();
    blocks.of(result.content(), parts::add);
    var texts = parts.stream().filter(ContentPart.Text.class::isInstance).map(part -> ((ContentPart.Text) part).text()).toList();
    if (texts.size() == parts.size()) {
      var text = texts.isEmpty() ? UserTurn.NO_OUTPUT : String.join("\n", texts);
      return List.of(new ContentPart.Text(UserTurn.told(result.error(), text)));
    }
    if (result.error()) {
      parts.addFirst(new ContentPart.Text("Error:"));
    }
    return parts;
  }

  /// A result whose call is gone, as after an edit of the history, or that came twice.
  private void orphan(ContentBlock.ToolResult result) {
    var parts = new ArrayList<ContentPart>();
    blocks.of(result.content(), parts::add);
    if (!parts.isEmpty()) {
      speech.add(UserTurn.ORPHAN);
      parts.forEach(speech::add);
    }
  }

  private void note(List<ContentBlock> content) {
    var texts = content.stream().map(blocks::textOf).filter(text -> !Blank.is(text)).collect(Collectors.joining("\n\n"));
    if (texts.isEmpty()) {
      return;
    }
    if (dialect.systemInPlace()) {
      closeSpeech();
      said.add(new InputItem.Message(InputItem.Speaker.DEVELOPER, List.of(new ContentPart.Text(texts))));
    } else if (speech.isEmpty() && said.isEmpty() && !answers.isEmpty()) {
      answers.getLast().reminders.add(UserTurn.reminder(texts));
    } else {
      speech.add(new ContentPart.Text(UserTurn.reminder(texts)));
    }
  }

  private void closeSpeech() {
    if (!speech.isEmpty()) {
      said.add(new InputItem.Message(InputItem.Speaker.USER, speech.list()));
      speech = new MessageParts();
    }
  }
}
