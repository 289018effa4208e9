package portside.translate.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import portside.provider.Dialect;
import portside.translate.request.BlockToParts;
import portside.translate.request.MediaToParts;
import portside.translate.request.MessageParts;
import portside.translate.text.Blank;
import portside.wire.CacheLife;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;
import portside.wire.common.ContentPart;
import portside.wire.openai.ChatMessage;

/// Everything between two assistant turns. First one tool message per call, in the order of the calls, as providers demand; then what the
/// user said, with pictures and files of the results, which tool messages cannot hold.
///
/// A system message in mid-conversation (Claude Code sends notes that way) becomes a reminder at the end of what was said before it: of the
/// user's message, or of the last tool message when the user has said nothing yet. A user message of its own after tool results would make
/// several chat templates drop the reasoning of the running turn. Where it goes depends only on what stands before it, so later turns do not
/// move it.
public final class UserTurn {
  /// Stands for a result that the history has lost.
  public static final String NO_RESULT = "[no result: the tool call was interrupted]";

  /// Stands for a result without content.
  public static final String NO_OUTPUT = "(no output)";

  /// Goes before a result whose call is gone.
  public static final ContentPart ORPHAN = MediaToParts.note("tool result without an open call");

  private static final String OPEN = "<system-reminder>";
  private static final String CLOSE = "</system-reminder>";

  /// What the model never said, for providers that let nobody but it speak after a result.
  private static final String REPLY = "I have read the results.";

  private final Dialect dialect;
  private final BlockToParts blocks;
  private final List<Answer> answers;
  private final List<String> remindersOfResults = new ArrayList<>();
  private final List<ChatMessage> said = new ArrayList<>();
  private MessageParts speech = new MessageParts();
  private CacheLife speechMark;
  /// What a mark would belong to; null for the speech.
  private Answer answeredLast;

  /// @param unanswered the calls of the assistant turn before
  UserTurn(Dialect dialect, BlockToParts blocks, List<AssistantTurn.SentCall> unanswered) {
    this.dialect = dialect;
    this.blocks = blocks;
    this.answers = unanswered.stream().map(Answer::new).toList();
  }

  /// A call and the text of its result, null until that comes.
  private static final class Answer {
    final AssistantTurn.SentCall call;
    String text;
    CacheLife mark;

    Answer(AssistantTurn.SentCall call) {
      this.call = call;
    }

    String text() {
      return text == null ? NO_RESULT : text;
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

  /// The messages of this turn; none when it said nothing.
  List<ChatMessage> messages() {
    var messages = new ArrayList<ChatMessage>();
    for (var answer : answers) {
      var text = new StringJoiner("\n\n").add(answer.text());
      if (answer == answers.getLast()) {
        remindersOfResults.forEach(text::add);
      }
      var call = answer.call.upstream();
      messages.add(new ChatMessage.Tool(call.id(), dialect.toolResultName() ? call.name() : null, text.toString(), answer.mark));
    }
    closeSpeech();
    if (dialect.replyAfterTools() && !answers.isEmpty() && !said.isEmpty() && said.getFirst() instanceof ChatMessage.User) {
      messages.add(new ChatMessage.Assistant(REPLY, null, List.of(), List.of()));
    }
    messages.addAll(said);
    return messages;
  }

  private void add(ContentBlock block) {
    if (block instanceof ContentBlock.ToolResult result) {
      answers.stream()
          .filter(answer -> answer.text == null && answer.call.clientId().equals(result.toolUseId()))
          .findFirst()
          .ifPresentOrElse(answer -> result(result, answer), () -> orphan(result));
    } else if (block instanceof ContentBlock.CacheMark(var life)) {
      mark(life);
    } else {
      answeredLast = null;
      blocks.of(block, speech::add);
    }
  }

  /// The prefix up to what was added last shall be cached.
  private void mark(CacheLife life) {
    if (answeredLast != null) {
      answeredLast.mark = CacheLife.longer(answeredLast.mark, life);
    } else if (!speech.isEmpty()) {
      speechMark = CacheLife.longer(speechMark, life);
    }
  }

  /// Marks inside what was added last.
  private void markAll(List<ContentBlock> content) {
    for (var block : content) {
      if (block instanceof ContentBlock.CacheMark(var life)) {
        mark(life);
      }
    }
  }

  private void result(ContentBlock.ToolResult result, Answer answer) {
    var texts = new ArrayList<String>();
    var media = new ArrayList<ContentPart>();
    blocks.of(result.content(), part -> {
      if (part instanceof ContentPart.Text(var text)) {
        texts.add(text);
      } else {
        texts.add("[" + BlockToParts.kind(part) + " moved to the next user message]");
        media.add(part);
      }
    });
    answeredLast = answer;
    answer.text = told(result.error(), texts.isEmpty() ? NO_OUTPUT : String.join("\n", texts));
    markAll(result.content());
    if (!media.isEmpty()) {
      var call = answer.call.upstream();
      var kinds = media.stream().map(BlockToParts::kind).distinct().collect(Collectors.joining(" and "));
      speech.add(MediaToParts.note(kinds + " from the result of " + call.name() + ", call " + call.id()));
      media.forEach(speech::add);
    }
  }

  /// A result whose call is gone, as after an edit of the history, or that came twice.
  private void orphan(ContentBlock.ToolResult result) {
    answeredLast = null;
    var parts = new ArrayList<ContentPart>();
    blocks.of(result.content(), parts::add);
    if (!parts.isEmpty()) {
      speech.add(ORPHAN);
      parts.forEach(speech::add);
      markAll(result.content());
    }
  }

  /// Chat completions have no field for it, and a failure must not read like a result.
  public static String told(boolean error, String text) {
    var tells = text.regionMatches(true, 0, "error", 0, 5) || text.contains("<tool_use_error>");
    return error && !tells ? "Error: " + text : text;
  }

  private void note(List<ContentBlock> content) {
    var texts = content.stream().map(blocks::textOf).filter(text -> !Blank.is(text)).collect(Collectors.joining("\n\n"));
    if (texts.isEmpty()) {
      return;
    }
    if (dialect.systemInPlace()) {
      closeSpeech();
      said.add(new ChatMessage.System(texts));
    } else if (speech.isEmpty() && !answers.isEmpty()) {
      remindersOfResults.add(reminder(texts));
      answeredLast = answers.getLast();
    } else {
      speech.add(new ContentPart.Text(reminder(texts)));
      answeredLast = null;
    }
    markAll(content);
  }

  /// A system message as the user's words.
  public static String reminder(String text) {
    return text.startsWith(OPEN) ? text : OPEN + "\n" + text + "\n" + CLOSE;
  }

  private void closeSpeech() {
    if (!speech.isEmpty()) {
      said.add(new ChatMessage.User(speech.list(), speechMark));
      speech = new MessageParts();
      speechMark = null;
    }
  }
}
