package portside.translate.responses;

import static portside.provider.dialect.Column.CALL_IDS;
import static portside.provider.dialect.Column.REPLAY;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.reasoning.ReasoningPayload;
import portside.translate.request.BlockToParts;
import portside.translate.request.UserBlocks;
import portside.translate.request.UserBlocks.MediaOfResults;
import portside.translate.request.UserBlocks.OpenCall;
import portside.translate.request.UserBlocks.Said;
import portside.translate.text.Blank;
import portside.translate.tools.ToolNames;
import portside.translate.tools.UpstreamCallIds;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.common.ContentPart;
import portside.wire.responses.InputItem;
import portside.wire.responses.ReasoningItem;

/// The messages of a request → the items of `input`, every call answered.
///
/// Unlike chat completions this wire keeps the order of what the model did: reasoning, words and calls follow each other as they came, and a
/// thought stands right before what was thought up. Each item is written from what precedes it alone, so a later turn of the same conversation
/// begins with the very same items; models have been seen to drop their reasoning silently when anything before them has changed.
final class MessagesToInput {
  private final Dialect dialect;
  private final ToolNames names;
  private final ModelIdentity model;
  private final BlockToParts blocks;
  private final UpstreamCallIds ids;
  private final List<InputItem> done = new ArrayList<>();

  /// Reasoning items that nothing has followed yet; alone they are refused.
  private final List<InputItem> reasoning = new ArrayList<>();

  private List<OpenCall> unanswered = new ArrayList<>();

  /// What the user says now; null while the model speaks.
  private @Nullable UserBlocks user;

  private MessagesToInput(Dialect dialect, ToolNames names, ModelIdentity model) {
    this.dialect = dialect;
    this.names = names;
    this.model = model;
    this.ids = new UpstreamCallIds(dialect.get(CALL_IDS));
    this.blocks = new BlockToParts(dialect, names);
  }

  /// @param messages without those that belong to the system prompt
  /// @param model who is asked now
  static List<InputItem> of(List<InputMessage> messages, Dialect dialect, ToolNames names, ModelIdentity model) {
    var transcript = new MessagesToInput(dialect, names, model);
    messages.forEach(transcript::add);
    transcript.close();
    return transcript.done;
  }

  private void add(InputMessage message) {
    switch (message.role()) {
      case USER, SYSTEM -> {
        reasoning.clear();
        if (user == null) {
          user = turn();
        }
        user.add(message);
      }
      case ASSISTANT -> {
        if (blocks.says(message.content())) { // else the user goes on, as if it had not been there
          if (user != null && !user.isSilent()) {
            close();
          }
          user = null;
        }
        message.content().forEach(new Turn()::add);
      }
    }
  }

  private Optional<ReasoningPayload> signed(String signature) {
    return dialect.get(REPLAY) == Dialect.Replay.NONE ? Optional.empty() : ReasoningPayload.read(signature, model);
  }

  private void close() {
    write(user == null ? turn() : user);
    unanswered = new ArrayList<>();
    user = null;
  }

  private UserBlocks turn() {
    return new UserBlocks(dialect, blocks, MediaOfResults.INSIDE, unanswered);
  }

  private void write(UserBlocks turn) {
    turn.results().forEach(result -> done.add(new InputItem.FunctionCallOutput(result.call().id(), result.content())));
    for (var said : turn.said()) {
      done.add(switch (said) {
        case Said.Words(var parts, var _) -> new InputItem.Message(InputItem.Speaker.USER, parts);
        case Said.Note(var text) -> new InputItem.Message(InputItem.Speaker.DEVELOPER, List.of(new ContentPart.Text(text)));
      });
    }
  }

  /// One message of the model.
  private final class Turn {
    private @Nullable String phase;

    void add(ContentBlock block) {
      switch (block) {
        case ContentBlock.Thinking(var _, var signature) ->
            signed(signature).ifPresent(signed -> {
              phase = signed.phase();
              if (signed.item() != null) {
                ReasoningItem.toSendBack(signed.item()).map(InputItem.Reasoning::new).ifPresent(reasoning::add);
              }
            });
        case ContentBlock.ToolUse use -> {
          var call = new OpenCall(use.id(), ids.next(use.id()), names.toUpstream(use.name()));
          act(new InputItem.FunctionCall(call.id(), call.name(), JsonBuffer.text(use.input())));
          unanswered.add(call);
        }
        default -> {
          var words = blocks.words(block);
          if (!Blank.is(words)) {
            act(new InputItem.AssistantMessage(words, phase));
            phase = null;
          }
        }
      }
    }

    private void act(InputItem item) {
      done.addAll(reasoning);
      reasoning.clear();
      done.add(item);
    }
  }
}
