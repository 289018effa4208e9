package portside.exchange;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.ledger.Origin;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;

/// Reads from a request where it comes from: what Claude Code says in headers, and its working directory, which stands in a line of the first message
/// of the system (seen with Claude Code 2.1.332) or of the system prompt (earlier ones). Of the directory only its last name is taken.
final class Origins {
  private static final int LONGEST = 128;
  private static final String DIRECTORY = "orking directory: "; // `Primary working directory`, and `Working directory` of earlier versions;

  private Origins() {}

  static Origin of(Client client, MessagesRequest request) {
    var session = header(client, "x-claude-code-session-id");
    var named = session == null ? printable(request.session()) : session;
    var subagent = header(client, "x-claude-code-agent-id");
    return new Origin(
        named == null ? header(client, "session-id") : named,
        subagent,
        header(client, "x-claude-code-parent-agent-id"),
        header(client, "x-claude-code-agent-type"),
        kind(client, subagent != null),
        header(client, "x-claude-code-prompt-id"),
        header(client, "x-portside-project"),
        folder(request),
        product(client.header("user-agent")),
        retry(header(client, "x-stainless-retry-count")),
        header(client, "traceparent"));
  }

  private static String kind(Client client, boolean subagent) {
    if (header(client, "x-claude-code-compaction") != null) {
      return "compaction";
    }
    var said = header(client, "x-claude-code-request-class");
    return said != null ? said.toLowerCase(Locale.ROOT) : subagent ? "subagent" : "main";
  }

  /// The name and version before what else is said of the client.
  private static @Nullable String product(@Nullable String agent) {
    return agent == null ? null : printable(agent.strip().split(" ", 2)[0]);
  }

  private static int retry(@Nullable String count) {
    return count != null && count.length() == 1 && Character.isDigit(count.charAt(0)) ? count.charAt(0) - '0' : 0;
  }

  private static @Nullable String header(Client client, String name) {
    return printable(client.header(name));
  }

  /// A text that is short and printable; others are none.
  private static @Nullable String printable(@Nullable String text) {
    return text != null && !text.isBlank() && text.length() <= LONGEST && text.chars().allMatch(letter -> letter >= ' ' && letter <= '~')
        ? text.strip()
        : null;
  }

  private static @Nullable String folder(MessagesRequest request) {
    var said = request.messages().stream().filter(message -> message.role() == MessagesRequest.Role.SYSTEM).limit(1)
        .flatMap(message -> message.content().stream())
        .flatMap(block -> block instanceof ContentBlock.Text(var text) ? Stream.of(text) : Stream.empty());
    return Stream.concat(said, request.system().stream()).map(Origins::folder).filter(name -> !name.isEmpty()).findFirst().orElse(null);
  }

  /// The last name of the directory that a text tells of; empty when it tells of none.
  private static String folder(String text) {
    var line = text.indexOf(DIRECTORY);
    if (line < 0) {
      return "";
    }
    var from = line + DIRECTORY.length();
    var end = text.indexOf('\n', from);
    var path = text.substring(from, end < 0 ? text.length() : end).strip();
    var names = path.split("[/\\\\]+");
    var name = names.length == 0 ? "" : names[names.length - 1];
    return name.length() <= LONGEST && name.chars().noneMatch(Character::isISOControl) ? name : "";
  }
}
