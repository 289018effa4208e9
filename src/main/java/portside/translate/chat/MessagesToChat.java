package portside.translate.chat;

import static portside.provider.dialect.Column.CALL_IDS;
import static portside.provider.dialect.Column.REPLY_AFTER_TOOLS;
import static portside.provider.dialect.Column.TOOL_RESULT_NAME;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.request.BlockToParts;
import portside.translate.request.UserBlocks;
import portside.translate.request.UserBlocks.MediaOfResults;
import portside.translate.request.UserBlocks.Said;
import portside.translate.tools.ToolNames;
import portside.translate.tools.UpstreamCallIds;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.openai.ChatMessage;

/// The messages of a request → chat messages without the system prompt: turns of user and assistant that alternate, every call answered.
///
/// Each message is written from what precedes it alone, so a later turn of the same conversation begins with the very same messages.
final class MessagesToChat {
  /// Words the model never said, for providers that let nobody but it speak after a result.
  private static final String REPLY = "I have read the results.";

  private final Dialect dialect;
  private final ModelIdentity model;
  private final ToolNames names;
  private final BlockToParts blocks;
  private final UpstreamCallIds ids;
  private final List<ChatMessage> done = new ArrayList<>();

  /// The turn of the model that came last, or is being read.
  private AssistantTurn assistant;

  /// What the user says to that; null while the assistant speaks.
  private @Nullable UserBlocks user;

  private MessagesToChat(Dialect dialect, ModelIdentity model, ToolNames names) {
    this.dialect = dialect;
    this.model = model;
    this.names = names;
    this.ids = new UpstreamCallIds(dialect.get(CALL_IDS));
    this.blocks = new BlockToParts(dialect, names);
    this.assistant = assistantTurn();
  }

  /// @param messages without those that belong to the system prompt
  /// @param model who is asked; its own reasoning goes back to it
  static List<ChatMessage> of(List<InputMessage> messages, Dialect dialect, ModelIdentity model, ToolNames names) {
    var conversation = new MessagesToChat(dialect, model, names);
    messages.forEach(conversation::add);
    return conversation.end();
  }

  private void add(InputMessage message) {
    switch (message.role()) {
      case USER, SYSTEM -> {
        if (user == null) {
          user = new UserBlocks(dialect, blocks, MediaOfResults.BEHIND, assistant.openCalls());
        }
        user.add(message);
      }
      case ASSISTANT -> assistant(message.content());
    }
  }

  private void assistant(List<ContentBlock> content) {
    if (user == null || user.isSilent()) {
      user = null;
      assistant.add(content);
      return;
    }
    var next = assistantTurn();
    next.add(content);
    if (!next.isEmpty()) { // else the user goes on, as if it had not been there
      close();
      assistant = next;
    }
  }

  private void close() {
    if (!assistant.isEmpty()) {
      done.add(assistant.message());
    }
    if (user == null) {
      user = new UserBlocks(dialect, blocks, MediaOfResults.BEHIND, assistant.openCalls());
    }
    write(user);
    user = null;
  }

  private void write(UserBlocks turn) {
    var results = turn.results();
    for (var result : results) {
      var name = dialect.get(TOOL_RESULT_NAME) ? result.call().name() : null;
      done.add(new ChatMessage.Tool(result.call().id(), name, result.text(), result.mark()));
    }
    var said = turn.said();
    if (dialect.get(REPLY_AFTER_TOOLS) && !results.isEmpty() && !said.isEmpty() && said.getFirst() instanceof Said.Words) {
      done.add(new ChatMessage.Assistant(REPLY, null, List.of(), List.of()));
    }
    for (var each : said) {
      done.add(switch (each) {
        case Said.Words(var parts, var mark) -> new ChatMessage.User(parts, mark);
        case Said.Note(var text) -> new ChatMessage.System(text);
      });
    }
  }

  private List<ChatMessage> end() {
    close();
    return done;
  }

  private AssistantTurn assistantTurn() {
    return new AssistantTurn(dialect, model, names, ids, blocks);
  }
}
