package bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/// What the fake provider puts on the wire: OpenAI chat completion chunks, each an HTTP chunk of its own.
final class ProviderBytes {
  private static final String CHUNK =
      """
      data: {"id":"chatcmpl-CfBench0000000000000000000000","object":"chat.completion.chunk","created":1763700000,\
      "model":"bench-1","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

      """;

  private static final String EVENT = framed(chunk("{\"content\":\"" + Stamp.BLANK + " word\"}", "null"));
  private static final byte[] EVENT_BYTES = bytes(EVENT);
  private static final int STAMP_AT = EVENT.indexOf(Stamp.BLANK) + 1;

  /// Status, headers and the chunk that names the role.
  static final byte[] HEAD =
      bytes(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n"
              + framed(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null")));

  /// The finish, the usage, `[DONE]` and the end of the body.
  static final byte[] TAIL =
      bytes(
          framed(chunk("{}", "\"stop\""))
              + framed(
                  """
                  data: {"id":"chatcmpl-CfBench0000000000000000000000","object":"chat.completion.chunk","created":1763700000,\
                  "model":"bench-1","choices":[],"usage":{"prompt_tokens":1200,"completion_tokens":300,"total_tokens":1500}}

                  """)
              + framed("data: [DONE]\n\n")
              + "0\r\n\r\n");

  /// The whole answer of a provider that fails.
  static final byte[] REFUSED =
      bytes("HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: 49\r\n\r\n"
          + "{\"error\":{\"message\":\"failed\",\"type\":\"api_error\"}}");

  /// For a request whose end cannot be found without a length.
  static final byte[] LENGTH_REQUIRED = bytes("HTTP/1.1 411 Length Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

  /// For a GET, such as a probe for the list of models or for readiness.
  static final byte[] READY =
      bytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n{\"object\":\"list\",\"data\":[]}");

  private ProviderBytes() {}

  /// Adds one event, stamped `nanos`; false when there is no room for it.
  static boolean addEvent(ByteBuffer into, long nanos) {
    if (into.remaining() < EVENT_BYTES.length) {
      return false;
    }
    var start = into.position();
    into.put(EVENT_BYTES);
    Stamp.write(into, start + STAMP_AT, nanos);
    return true;
  }

  private static String chunk(String delta, String finish) {
    return CHUNK.formatted(delta, finish);
  }

  private static String framed(String data) {
    return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
