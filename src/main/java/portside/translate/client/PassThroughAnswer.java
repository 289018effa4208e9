package portside.translate.client;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import portside.translate.AnswerStream;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.StreamEvent;

/// An answer that passes as it came, but for secrets in its errors.
///
/// ```
///   OPEN ──its end──► one last piece ──► FINISHED
///     └────it breaks off──► an error ────►
/// ```
/// A client that wants no stream gets all of it in one piece.
final class PassThroughAnswer implements AnswerStream {
  private final AnswerObserver observer;
  private final StreamErrorRedactor redactor;
  private final boolean stream;
  private final boolean counted;
  private final List<StreamEvent> observed = new ArrayList<>();
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private boolean given;
  private boolean said;
  private boolean finished;

  /// @param start tells the ledger of the answer
  /// @param stream whether the client wants it piece by piece
  /// @param counted whether the provider's count is that of a prompt which we counted, too
  PassThroughAnswer(StreamEvent.MessageStart start, AnswerObserver observer, StreamErrorRedactor redactor, boolean stream, boolean counted) {
    this.observer = observer;
    this.redactor = redactor;
    this.stream = stream;
    this.counted = counted;
    observed.add(start);
  }

  @Override
  public void raw(byte[] buffer, int offset, int length, Consumer<StreamEvent> out) {
    if (finished) {
      return;
    }
    held.writeBytes(redactor.push(Arrays.copyOfRange(buffer, offset, offset + length)));
    if (stream && held.size() > 0) {
      give(out);
    }
  }

  @Override
  public void data(String event, String data, Consumer<StreamEvent> out) {
    observer.data(event, data, observed::add);
  }

  @Override
  public void whole(String body, Consumer<StreamEvent> out) {
    observer.whole(body, observed::add);
  }

  @Override
  public void end(Consumer<StreamEvent> out) {
    if (finished) {
      return;
    }
    held.writeBytes(redactor.end());
    if (!given && held.size() == 0) {
      fail(Fault.of(FaultKind.UNREACHABLE, "the provider's answer is empty"), out);
      return;
    }
    finished = true;
    observed.add(new StreamEvent.MessageStop());
    give(out);
  }

  @Override
  public void fail(Fault fault, Consumer<StreamEvent> out) {
    if (finished) {
      return;
    }
    if (observer.complete()) {
      end(out);
      return;
    }
    finished = true;
    out.accept(new StreamEvent.Error(fault));
  }

  private void give(Consumer<StreamEvent> out) {
    if (!said && observer.said()) {
      said = true;
      observed.add(new StreamEvent.BlockStart(0, new StreamEvent.Opening.Text())); // whatever was said
    }
    out.accept(new StreamEvent.Verbatim(held.toByteArray(), observed));
    held.reset();
    observed.clear();
    given = true;
  }

  @Override
  public boolean concluded() {
    return observer.concluded();
  }

  @Override
  public OptionalLong reportedInput() {
    return counted ? observer.reportedInput() : OptionalLong.empty();
  }

  @Override
  public boolean finished() {
    return finished;
  }
}
