package portside.translate;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import portside.wire.Fault;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// An answer in front of another one: all that comes in is given on to it, and [#forward] decides what becomes of each event that it gives out.
public abstract class ForwardingAnswer implements AnswerStream {
  private final AnswerStream answer;

  /// @param answer does the work
  protected ForwardingAnswer(AnswerStream answer) {
    this.answer = answer;
  }

  /// Gives the event out, another one in its place, or none.
  protected abstract void forward(StreamEvent event, Consumer<StreamEvent> out);

  @Override
  public final void raw(byte[] buffer, int offset, int length, Consumer<StreamEvent> out) {
    answer.raw(buffer, offset, length, forwarded -> forward(forwarded, out));
  }

  @Override
  public final void data(String event, String data, Consumer<StreamEvent> out) {
    answer.data(event, data, forwarded -> forward(forwarded, out));
  }

  @Override
  public final void whole(String body, Consumer<StreamEvent> out) {
    answer.whole(body, forwarded -> forward(forwarded, out));
  }

  @Override
  public final void end(Consumer<StreamEvent> out) {
    answer.end(forwarded -> forward(forwarded, out));
  }

  @Override
  public final void fail(Fault fault, Consumer<StreamEvent> out) {
    answer.fail(fault, forwarded -> forward(forwarded, out));
  }

  @Override
  public final boolean concluded() {
    return answer.concluded();
  }

  @Override
  public final boolean wentAstray() {
    return answer.wentAstray();
  }

  @Override
  public final OptionalLong reportedInput() {
    return answer.reportedInput();
  }

  @Override
  public final Optional<Usage> reportedSoFar() {
    return answer.reportedSoFar();
  }

  @Override
  public final boolean finished() {
    return answer.finished();
  }
}
