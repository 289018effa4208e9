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
///
/// Here is also the bound of what an answer makes us gather: a document, what events say in all, since a whole message, the arguments of a call
/// and more is kept until the end, and what they bring without anything going out, which is held back.
public final class AnswerFeed {

  private sealed interface Form {
    record Unknown() implements Form {}

    record Document(ByteArrayOutputStream bytes) implements Form {}

    record Events(SseReader reader) implements Form {}
  }

  /// The room an event takes besides its characters.
  private static final int EACH = 16;

  private final AnswerStream answer;
  private final int limit;
  private Form form = new Form.Unknown();
  private long said;
  private long held;

  /// @param answer receives what the bytes say
  public AnswerFeed(AnswerStream answer) {
    this(answer, SseReader.LIMIT);
  }

  /// @param limit the most bytes of a document or an event, and the most characters that are gathered of all
  AnswerFeed(AnswerStream answer, int limit) {
    this.answer = answer;
    this.limit = limit;
  }

  /// Takes the next bytes, at least one.
  public void bytes(byte[] buffer, int offset, int length, Consumer<StreamEvent> out) {
    read(buffer, offset, length, out);
    answer.raw(buffer, offset, length, given -> {
      held = 0;
      out.accept(given);
    });
  }

  private void read(byte[] buffer, int offset, int length, Consumer<StreamEvent> out) {
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
      case Form.Document(var bytes) when bytes.size() + left > limit -> answer.fail(tooLarge(), out);
      case Form.Document(var bytes) -> bytes.write(buffer, start, left);
      case Form.Events(var reader) -> {
        try {
          reader.push(buffer, start, left, (event, data) -> event(event, data, out));
        } catch (SseReader.TooLarge tooLarge) {
          answer.fail(tooLarge(), out);
        }
      }
      case Form.Unknown() -> throw new IllegalStateException();
    }
  }

  /// Ends the answer with the body, of which nothing is missing.
  public void end(Consumer<StreamEvent> out) {
    switch (form) {
      case Form.Document(var bytes) -> answer.whole(bytes.toString(StandardCharsets.UTF_8), out);
      case Form.Events(var reader) -> {
        try {
          reader.end((event, data) -> event(event, data, out));
        } catch (SseReader.TooLarge impossible) {
          throw new IllegalStateException(impossible); // its last bytes were not taken then
        }
      }
      case Form.Unknown() -> {}
    }
    answer.end(out);
  }

  /// Ends the answer badly; what came of a document or an event that is not whole is not given on.
  ///
  /// @param fault why
  public void fail(Fault fault, Consumer<StreamEvent> out) {
    answer.fail(fault, out);
  }

  private void event(String event, String data, Consumer<StreamEvent> out) {
    if (isTooMuch()) {
      return; // its end was told
    }
    held += EACH + data.length();
    answer.data(event, data, given -> {
      held = 0;
      said += EACH + length(given);
      out.accept(given);
    });
    if (isTooMuch()) {
      answer.fail(tooLarge(), out);
    }
  }

  private boolean isTooMuch() {
    return said > limit || held > limit;
  }

  private static int length(StreamEvent event) {
    return switch (event) {
      case StreamEvent.BlockDelta(_, StreamEvent.Delta.Text(var text)) -> text.length();
      case StreamEvent.BlockDelta(_, StreamEvent.Delta.Thinking(var thinking)) -> thinking.length();
      case StreamEvent.BlockDelta(_, StreamEvent.Delta.Signature(var signature)) -> signature.length();
      case StreamEvent.BlockDelta(_, StreamEvent.Delta.InputJson(var json)) -> json.length();
      case StreamEvent.BlockStart(_, var block) -> block.toString().length(); // names, pages that were found
      case StreamEvent.MessageStart _, StreamEvent.BlockStop _, StreamEvent.MessageDelta _, StreamEvent.MessageStop _, StreamEvent.Ping _,
          StreamEvent.Error _, StreamEvent.Verbatim _ -> 0;
    };
  }

  private Form recognise(byte first) {
    return first == '{' || first == '[' || first == '<' ? new Form.Document(new ByteArrayOutputStream()) : new Form.Events(new SseReader(limit));
  }

  /// Whether it is a blank, or one of the bytes of a byte order mark.
  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF;
  }

  private Fault tooLarge() {
    return Fault.of(FaultKind.UNREACHABLE, "the provider's answer is larger than " + (limit >> 20) + " MiB");
  }
}
