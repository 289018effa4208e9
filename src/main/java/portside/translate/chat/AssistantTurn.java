package portside.translate.chat;

import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.REPLAY;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ContentWithCalls;
import portside.provider.dialect.Dialect.Replay;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.reasoning.ReplayableReasoning;
import portside.translate.request.BlockToParts;
import portside.translate.request.UserBlocks.OpenCall;
import portside.translate.text.Blank;
import portside.translate.tools.ToolNames;
import portside.translate.tools.UpstreamCallIds;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.ContentBlock;
import portside.wire.openai.ChatMessage;

/// Gathers what the model said between two user turns: its words joined in order, then all its calls, as chat completions want them; with its own
/// reasoning where it wants them back.
final class AssistantTurn {
  /// The text that Google takes for the signature of a call that has lost its own, or was made by another model.
  private static final String UNSIGNED = "skip_thought_signature_validator";

  /// @param clientId of the call, as its result names it
  /// @param upstream what the provider is sent, but for its signature
  private record SentCall(String clientId, ChatMessage.ToolCall upstream) {}

  private final Dialect dialect;
  private final ToolNames names;
  private final UpstreamCallIds ids;
  private final BlockToParts parts;
  private final ReplayableReasoning reasoning;
  private final List<String> texts = new ArrayList<>();
  private final List<SentCall> calls = new ArrayList<>();

  AssistantTurn(Dialect dialect, ModelIdentity model, ToolNames names, UpstreamCallIds ids, BlockToParts parts) {
    this.dialect = dialect;
    this.names = names;
    this.ids = ids;
    this.parts = parts;
    this.reasoning = new ReplayableReasoning(model);
  }

  void add(List<ContentBlock> content) {
    for (var block : content) {
      switch (block) {
        case ContentBlock.Thinking(var thinking, var signature) -> reasoning.add(thinking, signature);
        case ContentBlock.ToolUse use -> calls.add(call(use));
        case ContentBlock.Text(var text) -> keep(text);
        default -> keep(parts.textOf(block));
      }
    }
  }

  /// Whether there is nothing a provider would take.
  boolean isEmpty() {
    return texts.isEmpty() && calls.isEmpty() && !(dialect.get(REPLAY) == Replay.ALL && !reasoning.isEmpty());
  }

  /// The calls, to be answered.
  List<OpenCall> openCalls() {
    return calls.stream().map(call -> new OpenCall(call.clientId(), call.upstream().id(), call.upstream().name())).toList();
  }

  ChatMessage.Assistant message() {
    var upstream = new ArrayList<ChatMessage.ToolCall>(calls.size());
    for (var call : calls) {
      upstream.add(call.upstream().signed(signature(call, upstream.isEmpty())));
    }
    var replay = new ReasoningReplay(dialect, reasoning, !calls.isEmpty());
    return new ChatMessage.Assistant(content(replay.inline()), replay.part(), replay.members(), upstream);
  }

  private void keep(String text) {
    if (!Blank.is(text)) {
      texts.add(text);
    }
  }

  private SentCall call(ContentBlock.ToolUse use) {
    var call = new ChatMessage.ToolCall(ids.next(use.id()), names.toUpstream(use.name()), JsonBuffer.text(use.input()), null);
    return new SentCall(use.id(), call);
  }

  /// The signature to send with a call; of calls made together Google signs only the first.
  private @Nullable String signature(SentCall call, boolean first) {
    return switch (dialect.get(CALL_SIGNATURES)) {
      case NONE -> null;
      case GOOGLE_OPTIONAL -> reasoning.ofCall(call.clientId());
      case GOOGLE -> {
        var own = reasoning.ofCall(call.clientId());
        yield own == null && first ? UNSIGNED : own;
      }
    };
  }

  private @Nullable String content(String inlineReasoning) {
    if (!texts.isEmpty() || !inlineReasoning.isEmpty()) {
      return inlineReasoning + String.join("\n\n", texts);
    }
    return calls.isEmpty() || dialect.get(CONTENT_WITH_CALLS) == ContentWithCalls.EMPTY ? "" : null;
  }
}
