package portside.translate.request;

import java.util.List;
import java.util.stream.Stream;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;

/// The messages of a request in two: those that belong to the system prompt, and the rest.
///
/// @param leading system messages that come before any other
/// @param messages the rest, without what the last summary stands for; the summary begins them as the user's words
public record Conversation(List<InputMessage> leading, List<InputMessage> messages) {
  public static Conversation of(MessagesRequest request) {
    var said = request.messages();
    var leading = (int) said.stream().takeWhile(message -> message.role() == Role.SYSTEM).count();
    return new Conversation(said.subList(0, leading), sinceCompaction(said.subList(leading, said.size())));
  }

  private static List<InputMessage> sinceCompaction(List<InputMessage> messages) {
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
}
