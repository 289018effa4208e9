package portside.server;

import io.helidon.http.DateTime;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import portside.wire.Fault;
import portside.wire.anthropic.ErrorBody;

/// An answer that ends with its connection, written beside Helidon.
final class ConnectionCloseAnswer {
  private ConnectionCloseAnswer() {}

  /// The head of an answer whose end is the connection's.
  static byte[] head(int status, Map<String, String> headers) {
    var head = new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(Status.create(status).reasonPhrase()).append("\r\n");
    head.append("Date: ").append(new String(DateTime.http1Bytes(), StandardCharsets.US_ASCII)); // with its line break
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// A whole answer in the envelope.
  static byte[] of(int status, Fault fault) {
    var requestId = FrontDoor.requestId();
    var body = ErrorBody.of(fault, requestId);
    var headers = new LinkedHashMap<String, String>();
    headers.put("content-type", "application/json");
    headers.put("request-id", requestId);
    headers.put("content-length", Integer.toString(body.length));
    var head = head(status, headers);
    var answer = new byte[head.length + body.length];
    System.arraycopy(head, 0, answer, 0, head.length);
    System.arraycopy(body, 0, answer, head.length, body.length);
    return answer;
  }
}
