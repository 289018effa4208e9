package bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/// The ways to the same provider.
enum Route {
  /// The provider itself.
  DIRECT,
  /// nginx `proxy_pass`, which changes nothing.
  NGINX,
  /// The proxy, which translates both ways.
  PROXY,
  /// Another proxy that does so, the one `--peer` names.
  PEER;

  /// As Claude Code names its session in each request.
  private static final String SESSION = "x-claude-code-session-id: 5d0a4c0e-6f0b-4a53-9d59-2f6c7a1b8e90\r\n";

  /// A whole HTTP request for a stream of `model`, about `bytes` of body in this route's language.
  byte[] request(String model, int bytes) {
    var talk = Conversation.ofSize(bytes);
    return switch (this) {
      case DIRECT, NGINX -> post("/v1/chat/completions", "authorization: Bearer bench\r\n", Body.openAi(talk, model));
      case PROXY, PEER -> messages(Body.anthropic(talk, model));
    };
  }

  /// A request to the proxy for an answer in one piece.
  static byte[] wholeRequest(String model, int bytes) {
    return messages(Body.anthropic(Conversation.ofSize(bytes), model, false));
  }

  private static byte[] messages(String body) {
    return post("/v1/messages", "x-api-key: bench\r\nanthropic-version: 2023-06-01\r\n" + SESSION, body);
  }

  /// A whole HTTP request for a count of tokens.
  static byte[] countTokens(int bytes) {
    return post("/v1/messages/count_tokens", "anthropic-version: 2023-06-01\r\n", Body.countTokens(Conversation.ofSize(bytes)));
  }

  /// As people read it.
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static byte[] post(String path, String headers, String body) {
    var bytes = body.getBytes(UTF_8);
    var head =
        "POST %s HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\naccept: application/json\r\n%scontent-length: %d\r\n\r\n"
            .formatted(path, headers, bytes.length)
            .getBytes(ISO_8859_1);
    var whole = java.util.Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, whole, head.length, bytes.length);
    return whole;
  }
}
