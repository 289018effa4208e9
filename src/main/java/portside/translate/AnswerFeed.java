package portside.translate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.StreamEvent;
import portside.wire.sse.SseReader;

/// Feeds the bytes of a provider's answer to its translation, whatever form they have: neither what was asked for nor the content type says
/// reliably whether a body is an event stream or one JSON document, its first character does.
///
/// ```
///   Unknown ──(`{`, `[` or `<`)──► Document, given on as a whole at its end
///      └─────(anything else)─────► Events, given on one by one
/// ```
public final class AnswerFeed {
  /// The most bytes a document may have.
  private static final int LIMIT = SseReader.LIMIT;

  private sealed interface Form {
    record Unknown() implements Form {}

    record Document(ByteArrayOutputStream bytes) implements Form {}

    record Events(SseReader reader) implements Form {}
  }

  private final AnswerStream answer;
  private Form form = new Form.Unknown();

  /// @param answer receives what the bytes say
  public AnswerFeed(AnswerStream answer) {
    this.answer = answer;
  }

  /// Takes the next bytes, at least one.
  public void bytes(byte[] buffer, int offset, int length, Consumer<StreamEvent> out) {
    int start = offset;
    if (form instanceof Form.Unknown) {
      while (start < offset + length && isBlank(buffer[start])) {
        start++;
      }
      if (start == offset + length) {
        return;
      }
      form = recognise(buffer[start]);
    }
    int left = offset + length - start;
    switch (form) {
      case Form.Document(var bytes) when bytes.size() + left > LIMIT -> answer.fail(tooLarge(), out);
      case Form.Document(var bytes) -> bytes.write(buffer, start, left);
      case Form.Events(var reader) -> {
        try {
          reader.push(buffer, start, left, (event, data) -> answer.data(event, data, out));
        } catch (SseReader.TooLarge tooLarge) {
          answer.fail(tooLarge(), out);
        }
      }
      case Form.Unknown() -> throw new IllegalStateException();
    }
  }

  /// The body ended.
  ///
  /// @param clean false when the connection broke or a length was not reached
  public void end(boolean clean, Consumer<StreamEvent> out) {
    switch (form) {
      case Form.Document(var bytes) when clean -> answer.whole(bytes.toString(StandardCharsets.UTF_8), out);
      case Form.Events(var reader) when clean -> {
        try {
          reader.end((event, data) -> answer.data(event, data, out));
        } catch (SseReader.TooLarge tooLarge) {
          answer.fail(tooLarge(), out);
        }
      }
      case Form.Document _, Form.Events _, Form.Unknown _ -> {}
    }
    answer.end(clean, out);
  }

  /// The body ended badly and the caller knows why.
  public void fail(Fault fault, Consumer<StreamEvent> out) {
    answer.fail(fault, out);
  }

  private static Form recognise(byte first) {
    return first == '{' || first == '[' || first == '<' ? new Form.Document(new ByteArrayOutputStream()) : new Form.Events(new SseReader());
  }

  /// Blanks and the bytes of a byte order mark.
  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF;
  }

  private static Fault tooLarge() {
    return Fault.of(FaultKind.UNREACHABLE, "the provider's answer is larger than " + (LIMIT >> 20) + " MiB");
  }
}
