package portside.translate.chat;

import java.util.ArrayList;
import java.util.List;
import portside.provider.Dialect.ContentWithCalls;
import portside.provider.Dialect.Replay;
import portside.provider.Dialect;
import portside.translate.text.Blank;
import portside.translate.tools.CallIds;
import portside.translate.tools.ToolNames;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.ContentBlock;
import portside.wire.openai.ChatMessage;

/// What the model said between two user turns: its words joined in order, then all its calls, as chat completions want them.
final class AssistantTurn {
  /// What Google takes for the signature of a call that has lost its own, or was made by another model.
  private static final String UNSIGNED = "skip_thought_signature_validator";

  /// @param clientId of the call, as its result names it
  /// @param upstream what the provider is sent
  record Call(String clientId, ChatMessage.ToolCall upstream) {}

  private final Dialect dialect;
  private final ToolNames names;
  private final CallIds ids;
  private final BlockParts parts;
  private final List<String> texts = new ArrayList<>();
  private final List<String> thoughts = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();

  AssistantTurn(Dialect dialect, ToolNames names, CallIds ids, BlockParts parts) {
    this.dialect = dialect;
    this.names = names;
    this.ids = ids;
    this.parts = parts;
  }

  void add(List<ContentBlock> content) {
    for (var block : content) {
      switch (block) {
        case ContentBlock.Thinking(var thinking, var _) -> keep(thinking, thoughts);
        case ContentBlock.ToolUse use -> calls.add(call(use));
        case ContentBlock.Text(var text) -> keep(text, texts);
        default -> keep(parts.textOf(block), texts);
      }
    }
  }

  /// Whether there is something a provider would take.
  boolean isEmpty() {
    return texts.isEmpty() && calls.isEmpty() && !(dialect.replay() == Replay.ALL && !thoughts.isEmpty());
  }

  List<Call> calls() {
    return calls;
  }

  ChatMessage.Assistant message() {
    return new ChatMessage.Assistant(content(), reasoning(), calls.stream().map(Call::upstream).toList());
  }

  private static void keep(String text, List<String> into) {
    if (!Blank.is(text)) {
      into.add(text);
    }
  }

  private Call call(ContentBlock.ToolUse use) {
    var call = new ChatMessage.ToolCall(ids.next(use.id()), names.toUpstream(use.name()), JsonBuffer.text(use.input()), signature());
    return new Call(use.id(), call);
  }

  /// Of calls made together only the first is signed.
  private String signature() {
    return switch (dialect.callSignatures()) {
      case NONE -> null;
      case GOOGLE -> calls.isEmpty() ? UNSIGNED : null;
    };
  }

  private String content() {
    if (!texts.isEmpty()) {
      return texts.size() == 1 ? texts.getFirst() : String.join("\n\n", texts);
    }
    return calls.isEmpty() || dialect.contentWithCalls() == ContentWithCalls.EMPTY ? "" : null;
  }

  private String reasoning() {
    return switch (dialect.replay()) {
      case NONE -> null;
      case TOOL_TURNS -> calls.isEmpty() ? null : thoughts(lost());
      case ALL -> thoughts(calls.isEmpty() ? null : lost());
    };
  }

  /// What stands for thoughts that are gone; null for nothing.
  private String lost() {
    return dialect.missingReasoning().isEmpty() ? null : dialect.missingReasoning();
  }

  private String thoughts(String otherwise) {
    return thoughts.isEmpty() ? otherwise : String.join("\n\n", thoughts);
  }
}
