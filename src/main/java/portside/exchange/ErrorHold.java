package portside.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// Passes events on, but keeps an error back while another candidate could still answer.
///
/// A message that a provider's filter withheld from its first word on is a message with the stop reason `refusal`. Claude Code asks for it once
/// more and then says that Anthropic's safeguards flagged the request; so in its place it gets a fault that names who withheld it. (Once words
/// were sent there is no way back, and words of ours among them would be taken for the model's in the next turn.)
final class ErrorHold implements Consumer<StreamEvent> {
  /// Bytes of comments and empty pieces; more has a meaning that is not known here.
  private static final int MOST_SILENCE = 1 << 16;

  private static final Fault NOTHING_SAID = Fault.of(FaultKind.UNREACHABLE, "the provider ended its answer without saying anything");

  private final Consumer<StreamEvent> out;
  private final Optional<Fault> withheld;
  /// What came while nothing was said: the start, and an empty text where a message has nothing else.
  private final List<StreamEvent> unsaid = new ArrayList<>();
  /// What is to pass as it came, while nothing was said in it; null when it passes at once.
  private @Nullable List<StreamEvent.Verbatim> silent;
  private @Nullable Fault fault;
  private Usage usage = Usage.of(0, 0);

  /// @param withheld what the client is told in place of a message of which everything was withheld; empty to hand that over
  /// @param others whether other candidates may answer; where none can, what passes as it came passes at once, its errors included
  ErrorHold(Consumer<StreamEvent> out, Optional<Fault> withheld, boolean others) {
    this.out = out;
    this.withheld = withheld;
    this.silent = others ? new ArrayList<>() : null;
  }

  @Override
  public void accept(StreamEvent event) {
    if (event instanceof StreamEvent.Error(var told)) {
      fault = told;
    } else if (event instanceof StreamEvent.Verbatim piece) {
      piece.observed().forEach(this::count);
      pass(piece);
    } else if (withheld.isPresent() && saysNothing(event)) {
      unsaid.add(event);
    } else if (event instanceof StreamEvent.MessageDelta(var reason, _, _) && reason == StopReason.REFUSAL && !unsaid.isEmpty()) {
      count(event);
      fault = withheld.get();
    } else if (fault == null) {
      count(event);
      unsaid.forEach(out);
      unsaid.clear();
      out.accept(event);
    }
  }

  private void pass(StreamEvent.Verbatim piece) {
    var held = silent;
    if (held == null) {
      out.accept(piece); // its errors, too, are the client's affair
      return;
    }
    held.add(piece);
    var observed = piece.observed();
    if (observed.stream().anyMatch(StreamEvent.BlockStart.class::isInstance) || held.stream().mapToInt(one -> one.bytes().length).sum() > MOST_SILENCE) {
      silent = null;
      held.forEach(out);
    } else if (fault == null) {
      fault = observed.stream().filter(StreamEvent.Error.class::isInstance).map(said -> ((StreamEvent.Error) said).fault()).findFirst()
          .orElse(observed.stream().anyMatch(StreamEvent.MessageStop.class::isInstance) ? NOTHING_SAID : null);
    }
  }

  private void count(StreamEvent event) {
    usage = event instanceof StreamEvent.MessageDelta(_, _, var counted) ? counted : usage;
  }

  /// Whether a message that has not said anything yet has still not done so with this event.
  private boolean saysNothing(StreamEvent event) {
    return event instanceof StreamEvent.MessageStart
        || !unsaid.isEmpty() && (event instanceof StreamEvent.BlockStop || event instanceof StreamEvent.BlockStart(_, StreamEvent.Opening.Text _));
  }

  /// Why there is no answer; null when there is one.
  @Nullable Fault fault() {
    return fault;
  }

  /// What the answer reported so far.
  Usage usage() {
    return usage;
  }
}
