package portside.translate.request;

import static portside.provider.dialect.Column.SYSTEM_IN_PLACE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.translate.text.Blank;
import portside.wire.CacheLife;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;
import portside.wire.common.ContentPart;

/// Everything between two things the model says, in the one order that holds on every wire. First one result per call, in the order of the calls, as
/// providers demand; then what the user said, with the pictures and files of results where the wire has no place for them in a result.
///
/// A system message in mid-conversation (Claude Code sends notes that way) becomes a reminder at the end of what was said before it: of the
/// user's message, or of the last result when the user has said nothing yet. A user message of its own after tool results would make
/// several chat templates drop the reasoning of the running turn. Where it goes depends only on what stands before it, so later turns do not
/// move it. Where the dialect has a place for system messages it stays one.
public final class UserBlocks {
  /// Whether a wire has a place for pictures and files in a result.
  public enum MediaOfResults {
    INSIDE,
    BEHIND
  }

  /// A call of the model that is to be answered.
  ///
  /// @param clientId as its result names it
  /// @param id as the provider is sent it
  /// @param name as the provider is sent it
  public record OpenCall(String clientId, String id, String name) {}

  /// @param call that is answered
  /// @param content in order, never empty; a single text where the wire has no place for anything else
  /// @param error whether the tool failed, or nothing is known of its end
  /// @param mark how long the prefix that ends here shall be cached; null when none does
  public record Result(OpenCall call, List<ContentPart> content, boolean error, @Nullable CacheLife mark) {
    /// The words of the result.
    public String text() {
      return content.stream().map(part -> part instanceof ContentPart.Text(var text) ? text : "").collect(Collectors.joining(BETWEEN));
    }
  }

  /// What stands behind the results.
  public sealed interface Said {
    /// What the user said.
    ///
    /// @param parts in order, never empty
    /// @param mark how long the prefix that ends with its last text shall be cached; null when it ends none
    record Words(List<ContentPart> parts, @Nullable CacheLife mark) implements Said {}

    /// A system message that keeps its place.
    record Note(String text) implements Said {}
  }

  private static final String BETWEEN = "\n\n";

  /// Stands for a result that the history has lost.
  private static final ContentPart NO_RESULT = MediaToParts.note("no result: the tool call was interrupted");

  private static final String NO_OUTPUT = "(no output)";

  /// Goes before a result whose call is gone.
  private static final ContentPart ORPHAN = MediaToParts.note("tool result without an open call");

  private static final String OPEN = "<system-reminder>";
  private static final String CLOSE = "</system-reminder>";

  private final Dialect dialect;
  private final BlockToParts blocks;
  private final MediaOfResults media;
  private final boolean tellsErrors;
  private final List<Answer> answers;
  private final List<String> remindersOfResults = new ArrayList<>();
  private final List<Said> said = new ArrayList<>();
  private MessageParts speech = new MessageParts();
  private @Nullable CacheLife speechMark;
  /// What a mark would belong to; null for the speech.
  private @Nullable Answer answeredLast;

  /// @param unanswered the calls since the user spoke last
  public UserBlocks(Dialect dialect, BlockToParts blocks, MediaOfResults media, List<OpenCall> unanswered) {
    this(dialect, blocks, media, true, unanswered);
  }

  /// @param tellsErrors whether a result says in its words that the tool failed, since the wire has no member for that
  /// @param unanswered the calls since the user spoke last
  public UserBlocks(Dialect dialect, BlockToParts blocks, MediaOfResults media, boolean tellsErrors, List<OpenCall> unanswered) {
    this.dialect = dialect;
    this.blocks = blocks;
    this.media = media;
    this.tellsErrors = tellsErrors;
    this.answers = unanswered.stream().map(Answer::new).toList();
  }

  /// A call and the parts of its result, null until that comes.
  private static final class Answer {
    final OpenCall call;
    @Nullable List<ContentPart> parts;
    boolean error;
    @Nullable CacheLife mark;

    Answer(OpenCall call) {
      this.call = call;
    }

    /// A single text takes the reminders in.
    Result result(List<String> reminders) {
      var content = new ArrayList<>(parts == null ? List.of(NO_RESULT) : parts);
      var texts = new ArrayList<>(reminders);
      if (content.size() == 1 && content.getFirst() instanceof ContentPart.Text(var text)) {
        texts.addFirst(text);
        return new Result(call, List.of(new ContentPart.Text(String.join(BETWEEN, texts))), error || parts == null, mark);
      }
      texts.forEach(text -> content.add(new ContentPart.Text(text)));
      return new Result(call, content, error || parts == null, mark);
    }
  }

  /// A message of the user or of the system.
  public void add(InputMessage message) {
    if (message.role() == Role.SYSTEM) {
      note(message.content());
    } else {
      message.content().forEach(this::add);
    }
  }

  /// Whether nothing was said and nothing must be answered.
  public boolean isSilent() {
    return answers.isEmpty() && said.isEmpty() && speech.isEmpty();
  }

  /// The results, one for each call.
  public List<Result> results() {
    return answers.stream().map(answer -> answer.result(answer == answers.getLast() ? remindersOfResults : List.of())).toList();
  }

  /// What stands behind them; nothing can be added afterwards.
  public List<Said> said() {
    closeSpeech();
    return said;
  }

  private void add(ContentBlock block) {
    if (block instanceof ContentBlock.ToolResult result) {
      answers.stream()
          .filter(answer -> answer.parts == null && answer.call.clientId().equals(result.toolUseId()))
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
    var parts = new ArrayList<ContentPart>();
    blocks.of(result.content(), parts::add);
    answer.error = result.error();
    answer.parts = switch (media) {
      case INSIDE -> told(result.error() && tellsErrors, parts);
      case BEHIND -> told(result.error() && tellsErrors, parts.stream().map(UserBlocks::inWords).toList());
    };
    answeredLast = answer;
    markAll(result.content());
    parts.removeIf(ContentPart.Text.class::isInstance);
    if (media == MediaOfResults.BEHIND && !parts.isEmpty()) {
      var kinds = parts.stream().map(BlockToParts::kind).distinct().collect(Collectors.joining(" and "));
      speech.add(MediaToParts.note(kinds + " from the result of " + answer.call.name() + ", call " + answer.call.id()));
      parts.forEach(speech::add);
    }
  }

  private static ContentPart inWords(ContentPart part) {
    return part instanceof ContentPart.Text ? part : MediaToParts.note(BlockToParts.kind(part) + " moved to the next user message");
  }

  /// Texts alone become one. Most wires have no field for an error, and a failure must not read like a result.
  private static List<ContentPart> told(boolean error, List<ContentPart> parts) {
    if (!parts.stream().allMatch(ContentPart.Text.class::isInstance)) {
      var told = new ArrayList<>(parts);
      if (error) {
        told.addFirst(new ContentPart.Text("Error:"));
      }
      return told;
    }
    var text = parts.isEmpty() ? NO_OUTPUT : parts.stream().map(part -> ((ContentPart.Text) part).text()).collect(Collectors.joining("\n"));
    var tells = text.regionMatches(true, 0, "error", 0, 5) || text.contains("<tool_use_error>");
    return List.of(new ContentPart.Text(error && !tells ? "Error: " + text : text));
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

  private void note(List<ContentBlock> content) {
    var texts = content.stream().map(blocks::textOf).filter(text -> !Blank.is(text)).collect(Collectors.joining(BETWEEN));
    if (texts.isEmpty()) {
      return;
    }
    if (dialect.get(SYSTEM_IN_PLACE)) {
      closeSpeech();
      said.add(new Said.Note(texts));
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
  private static String reminder(String text) {
    return text.startsWith(OPEN) ? text : OPEN + "\n" + text + "\n" + CLOSE;
  }

  private void closeSpeech() {
    if (!speech.isEmpty()) {
      said.add(new Said.Words(speech.list(), speechMark));
      speech = new MessageParts();
      speechMark = null;
    }
  }
}
