package portside.translate.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import portside.provider.Dialect;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.request.BlockToParts;
import portside.translate.tools.ToolNames;
import portside.translate.tools.UpstreamCallIds;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;
import portside.wire.openai.ChatMessage;

/// The messages of a request → chat messages without the system prompt: turns of user and assistant that alternate, every call answered.
///
/// Each message is written from what precedes it alone, so a later turn of the same conversation begins with the very same messages.
public final class MessagesToChat {
  private final Dialect dialect;
  private final ModelIdentity model;
  private final ToolNames names;
  private final BlockToParts blocks;
  private final UpstreamCallIds ids;
  private final List<ChatMessage> done = new ArrayList<>();

  /// Said last, or being said.
  private AssistantTurn assistant;

  /// What the user says to that; null while the assistant speaks.
  private UserTurn user;

  private MessagesToChat(Dialect dialect, ModelIdentity model, ToolNames names) {
    this.dialect = dialect;
    this.model = model;
    this.names = names;
    this.ids = new UpstreamCallIds(dialect.callIds());
    this.blocks = new BlockToParts(dialect, names);
    this.assistant = assistantTurn();
  }

  /// @param messages without those that belong to the system prompt
  /// @param model who is asked; its own reasoning goes back to it
  static List<ChatMessage> of(List<InputMessage> messages, Dialect dialect, ModelIdentity model, ToolNames names) {
    var conversation = new MessagesToChat(dialect, model, names);
    sinceCompaction(messages).forEach(conversation::add);
    return conversation.end();
  }

  /// What the last summary does not stand for, with the summary as the user's words.
  public static List<InputMessage> sinceCompaction(List<InputMessage> messages) {
    for (var i = messages.size() - 1; i >= 0; i--) {
      var content = messages.get(i).content();
      for (var j = content.size() - 1; j >= 0; j--) {
        if (content.get(j) instanceof ContentBlock.Compaction compaction && compaction.summary() != null) {
          var summary = new InputMessage(Role.USER, List.of(compaction));
          var rest = new InputMessage(messages.get(i).role(), content.subList(j + 1, content.size()));
          return Stream.concat(Stream.of(summary, rest), messages.subList(i + 1, messages.size()).stream()).toList();
        }
      }
    }
    return messages;
  }

  private void add(InputMessage message) {
    switch (message.role()) {
      case USER, SYSTEM -> {
        if (user == null) {
          user = new UserTurn(dialect, blocks, assistant.calls());
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
      user = new UserTurn(dialect, blocks, assistant.calls());
    }
    done.addAll(user.messages());
    user = null;
  }

  private List<ChatMessage> end() {
    close();
    return done;
  }

  private AssistantTurn assistantTurn() {
    return new AssistantTurn(dialect, model, names, ids, blocks);
  }
}
