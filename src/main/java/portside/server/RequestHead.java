package portside.server;

import io.helidon.http.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the head of a request says about its framing (RFC 9112), and the head as Helidon gets it: without a body, in HTTP/1.1.
///
/// Helidon (`io.helidon.webserver.http1.Http1Connection` 4.5.0) refuses HTTP/1.0 and chunk extensions, refuses `Content-Encoding: identity`, and
/// goes on reading behind a body it could not frame. So it is shown heads alone, and [RequestBody] reads what follows them.
///
/// @param old whether the client speaks HTTP/1.0: it knows no chunks, and its answer ends with the connection
/// @param close whether the connection ends with this answer
/// @param body how the body is framed
/// @param encoding a content coding other than `identity`; empty for none
/// @param expectsContinue whether the client waits for `100 Continue` before it sends its body
/// @param bytes for Helidon
record RequestHead(boolean old, boolean close, Framing body, String encoding, boolean expectsContinue, byte[] bytes) {
  /// How a body is delimited.
  sealed interface Framing {
    /// There is none.
    record None() implements Framing {}

    /// @param bytes as `Content-Length` says
    record Length(long bytes) implements Framing {}

    /// In chunks.
    record Chunked() implements Framing {}
  }

  /// `NAME: VALUE`, without control characters.
  private static final Pattern FIELD = Pattern.compile("[\\w!#$%&'*+.^`|~-]+:[\\t\\x20-\\x7e\\x80-\\xff]*");

  /// The most digits of a length; more is no length a body can have.
  private static final int MOST_DIGITS = 18;

  /// Reads the head up to and with its empty line.
  ///
  /// @throws Unreadable when it could be understood in two ways, or asks for what is not spoken here
  static RequestHead read(byte[] head, int length) throws UnreadableRequest {
    var lines = lines(head, length);
    var old = version(lines.getFirst());
    var fields = new Fields();
    var kept = new ByteArrayOutputStream(length + 64);
    var requestLine = lines.getFirst();
    keep(kept, old ? requestLine.substring(0, requestLine.length() - 1) + "1" : requestLine);
    for (var line : lines.subList(1, lines.size())) {
      if (!fields.take(line, old)) {
        keep(kept, line);
      }
    }
    if (old) {
      if (!fields.host) {
        keep(kept, "Host: localhost"); // HTTP/1.0 asks for none
      }
      keep(kept, "Connection: close");
    }
    kept.write('\r');
    kept.write('\n');
    return new RequestHead(old, old || fields.close, fields.framing(old), fields.encoding, fields.expectsContinue && !old, kept.toByteArray());
  }

  private static void keep(ByteArrayOutputStream kept, String line) {
    kept.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
    kept.write('\r');
    kept.write('\n');
  }

  private static List<String> lines(byte[] head, int length) {
    var lines = new ArrayList<String>(24);
    for (int start = 0, at = 0; at < length; at++) {
      if (head[at] == '\n') {
        if (at - 1 > start) {
          lines.add(new String(head, start, at - 1 - start, StandardCharsets.ISO_8859_1));
        }
        start = at + 1;
      }
    }
    return lines;
  }

  /// @return whether it is HTTP/1.0
  private static boolean version(String requestLine) throws UnreadableRequest {
    if (requestLine.endsWith(" HTTP/1.1")) {
      return false;
    }
    if (requestLine.endsWith(" HTTP/1.0")) {
      return true;
    }
    throw requestLine.matches("\\S+ .+ HTTP/\\d(\\.\\d)?")
        ? UnreadableRequest.of(Status.HTTP_VERSION_NOT_SUPPORTED_505, "HTTP version: this proxy speaks HTTP/1.1 and HTTP/1.0")
        : UnreadableRequest.malformed("the request line must be METHOD PATH HTTP/1.1");
  }

  /// The fields that say something about framing.
  private static final class Fields {
    private final List<String> codings = new ArrayList<>(1);
    private @Nullable String length;
    private String encoding = "";
    private boolean close;
    private boolean host;
    private boolean expectsContinue;

    /// @return whether the field is not for Helidon
    boolean take(String line, boolean old) throws UnreadableRequest {
      if (!FIELD.matcher(line).matches()) {
        throw UnreadableRequest.malformed("a header line must be NAME: VALUE, without control characters");
      }
      var colon = line.indexOf(':');
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "connection" -> {
          close |= words(line, colon).contains("close");
          return old;
        }
        case "content-length" -> {
          if (length != null) {
            throw UnreadableRequest.malformed("Content-Length must stand once");
          }
          length = line.substring(colon + 1).strip();
        }
        case "transfer-encoding" -> codings.addAll(words(line, colon));
        case "content-encoding" ->
            encoding = words(line, colon).stream().filter(coding -> !coding.equals("identity")).findFirst().orElse(encoding);
        case "expect" -> expects(words(line, colon), old);
        case "host" -> {
          host = true;
          return false;
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    private void expects(List<String> what, boolean old) throws UnreadableRequest {
      if (!old && !what.equals(List.of("100-continue"))) {
        throw UnreadableRequest.of(Status.EXPECTATION_FAILED_417, "Expect: only 100-continue is known");
      }
      expectsContinue = true;
    }

    Framing framing(boolean old) throws UnreadableRequest {
      if (!codings.isEmpty()) {
        return chunked(old);
      }
      if (length == null) {
        return new Framing.None();
      }
      if (length.isEmpty() || length.length() > MOST_DIGITS || !length.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
        throw UnreadableRequest.malformed("Content-Length must be a number of bytes");
      }
      var bytes = Long.parseLong(length);
      return bytes == 0 ? new Framing.None() : new Framing.Length(bytes);
    }

    private Framing chunked(boolean old) throws UnreadableRequest {
      if (length != null) {
        throw UnreadableRequest.malformed("Transfer-Encoding and Content-Length must not stand together");
      }
      if (old) {
        throw UnreadableRequest.malformed("Transfer-Encoding: HTTP/1.0 knows none; send Content-Length");
      }
      if (!codings.getLast().equals("chunked") || codings.indexOf("chunked") < codings.size() - 1) {
        throw UnreadableRequest.malformed("Transfer-Encoding must end with chunked, once");
      }
      if (codings.size() > 1) {
        throw UnreadableRequest.of(Status.NOT_IMPLEMENTED_501, "Transfer-Encoding: only chunked is known; send the body uncompressed");
      }
      return new Framing.Chunked();
    }

    private static List<String> words(String line, int colon) {
      return Arrays.stream(line.substring(colon + 1).toLowerCase(Locale.ROOT).split(",", -1)).map(String::strip).toList();
    }
  }
}
