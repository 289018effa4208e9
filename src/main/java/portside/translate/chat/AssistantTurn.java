package portside.translate.chat;

import java.util.ArrayList;
import java.util.List;
import portside.provider.Dialect.ContentWithCalls;
import portside.provider.Dialect.Replay;
import portside.provider.Dialect;
import portside.translate.text.Blank;
import portside.translate.thought.Maker;
import portside.translate.thought.OwnThoughts;
import portside.translate.tools.CallIds;
import portside.translate.tools.ToolNames;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.ContentBlock;
import portside.wire.openai.ChatMessage;

/// What the model said between two user turns: its words joined in order, then all its calls, as chat completions want them; with its own thoughts
/// where it wants them back.
final class AssistantTurn {
  /// What Google takes for the signature of a call that has lost its own, or was made by another model.
  private static final String UNSIGNED = "skip_thought_signature_validator";

  /// @param clientId of the call, as its result names it
  /// @param upstream what the provider is sent, but for its signature
  record Call(String clientId, ChatMessage.ToolCall upstream) {}

  private final Dialect dialect;
  private final ToolNames names;
  private final CallIds ids;
  private final BlockParts parts;
  private final OwnThoughts thoughts;
  private final List<String> texts = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();

  AssistantTurn(Dialect dialect, Maker maker, ToolNames names, CallIds ids, BlockParts parts) {
    this.dialect = dialect;
    this.names = names;
    this.ids = ids;
    this.parts = parts;
    this.thoughts = new OwnThoughts(maker);
  }

  void add(List<ContentBlock> content) {
    for (var block : content) {
      switch (block) {
        case ContentBlock.Thinking(var thinking, var signature) -> thoughts.add(thinking, signature);
        case ContentBlock.ToolUse use -> calls.add(call(use));
        case ContentBlock.Text(var text) -> keep(text);
        default -> keep(parts.textOf(block));
      }
    }
  }

  /// Whether there is nothing a provider would take.
  boolean isEmpty() {
    return texts.isEmpty() && calls.isEmpty() && !(dialect.replay() == Replay.ALL && !thoughts.isEmpty());
  }

  List<Call> calls() {
    return calls;
  }

  ChatMessage.Assistant message() {
    var upstream = new ArrayList<ChatMessage.ToolCall>(calls.size());
    for (var call : calls) {
      upstream.add(call.upstream().signed(signature(call, upstream.isEmpty())));
    }
    var replay = new ThoughtReplay(dialect, thoughts, !calls.isEmpty());
    return new ChatMessage.Assistant(content(replay.inline()), replay.part(), replay.members(), upstream);
  }

  private void keep(String text) {
    if (!Blank.is(text)) {
      texts.add(text);
    }
  }

  private Call call(ContentBlock.ToolUse use) {
    var call = new ChatMessage.ToolCall(ids.next(use.id()), names.toUpstream(use.name()), JsonBuffer.text(use.input()), null);
    return new Call(use.id(), call);
  }

  /// Of calls made together Google signs only the first.
  private String signature(Call call, boolean first) {
    return switch (dialect.callSignatures()) {
      case NONE -> null;
      case GOOGLE -> {
        var own = thoughts.ofCall(call.clientId());
        yield own == null && first ? UNSIGNED : own;
      }
    };
  }

  private String content(String inlineThoughts) {
    if (!texts.isEmpty() || !inlineThoughts.isEmpty()) {
      return inlineThoughts + String.join("\n\n", texts);
    }
    return calls.isEmpty() || dialect.contentWithCalls() == ContentWithCalls.EMPTY ? "" : null;
  }
}
