package portside.exchange;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import portside.wire.anthropic.MessagesRequest;

/// A name for the conversation a request belongs to, by which a provider finds its cached prompt again. It is a digest, so that nothing of the
/// client's session leaves the house; 32 letters and digits, which every provider takes.
///
/// Subagents of a session get names of their own: their prompts differ, and they run at the same time.
final class ConversationName {
  private static final int BYTES = 16;

  /// Of a longer text so many characters, its length and a sum over all of it stand for it.
  private static final int LONG = 64 * 1024;

  private ConversationName() {}

  /// The name; empty when the client does not say which session it is in.
  static String of(Client client, MessagesRequest request) {
    var header = client.header("x-claude-code-session-id");
    var session = header == null || header.isBlank() ? request.session() : header;
    if (session == null || session.isBlank()) {
      return "";
    }
    var agent = client.header("x-claude-code-agent-id");
    return digest(session + "/" + (agent == null ? "" : agent));
  }

  /// A name by which requests of one conversation are told from others here where the client names no session: made of its key, the system prompt and the
  /// first thing the user said.
  static String ofWords(Client client, MessagesRequest request) {
    var first = request.messages().stream().filter(message -> message.role() == MessagesRequest.Role.USER).findFirst();
    var key = Optional.ofNullable(client.header("x-api-key")).or(() -> Optional.ofNullable(client.header("authorization"))).orElse("");
    var words = key + "/" + request.system() + "/" + first.map(message -> message.content().toString()).orElse("");
    return digest(words.length() <= LONG ? words : words.substring(0, LONG) + "/" + words.length() + "/" + words.hashCode());
  }

  private static String digest(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
