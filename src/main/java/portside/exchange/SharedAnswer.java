package portside.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import portside.exchange.watch.RequestWatchdog;
import portside.upstream.Cancellable;
import portside.wire.Fault;
import portside.wire.anthropic.StreamEvent;

/// An answer on its way to one request, the leader, and to others that asked for the same, the joiners. The leader's thread puts the events in, each
/// joiner's thread takes them out.
///
/// ```
///           the leader's answer is whole
///         ┌───────────────────────────────► Complete
/// RUNNING ┤
///         └───────────────────────────────► Failed    it ended with a fault, which is everybody's
///           any other end
/// ```
///
/// Events are kept from the first on, up to 1 MB. Beyond that the oldest go and no further request can join; what a joiner has not taken by then, it
/// has missed.
final class SharedAnswer implements Cancellable {
  /// How many bytes of events are kept.
  static final int MOST_BYTES = 1 << 20;

  /// What an event takes beside its text.
  private static final int EVENT = 64;

  /// What a joiner finds.
  sealed interface Next {
    /// @param events in the leader's order
    /// @param from tells who answers
    record Events(List<StreamEvent> events, Map<String, String> from) implements Next {}

    /// The answer is over, and was taken to its end.
    record Complete() implements Next {}

    record Failed(Fault fault) implements Next {}

    /// Events are gone that were not taken.
    record Missed() implements Next {}

    /// The joiner's own request must end, or has waited long enough for its first event.
    record Over() implements Next {}

    /// There will be more.
    record Running() implements Next {}
  }

  private final String leader;
  private final RequestWatchdog watchdog;
  private final Client client;
  private final boolean stream;
  private final long start;
  private final List<StreamEvent> events = new ArrayList<>();
  private Map<String, String> from = Map.of();
  private int bytes;
  private int dropped;
  private int published;
  private boolean begun;
  private boolean open = true;
  private boolean leaderLeft;
  private int joiners;
  private Next state = new Next.Running();

  /// @param client the leader's
  /// @param watchdog watches over the leader
  /// @param stream whether events were asked for
  /// @param start when the leader's request began, by the watchdog's clock
  SharedAnswer(Client client, RequestWatchdog watchdog, boolean stream, long start) {
    this.leader = client.requestId();
    this.client = client;
    this.watchdog = watchdog;
    this.stream = stream;
    this.start = start;
  }

  /// The leader's request id.
  String leader() {
    return leader;
  }

  /// When the leader's request began.
  long start() {
    return start;
  }

  /// Says who answers.
  synchronized void from(Map<String, String> headers) {
    from = headers;
  }

  /// Takes the next event; joiners have it with the next [#publish].
  synchronized void accept(StreamEvent event) {
    if (!open && joiners == 0) {
      events.clear();
      return;
    }
    events.add(event);
    bytes += size(event);
    for (; bytes > MOST_BYTES; dropped++) {
      open = false;
      bytes -= size(events.removeFirst());
    }
  }

  /// Lets joiners have what was accepted.
  synchronized void publish() {
    if (published == dropped + events.size()) {
      return;
    }
    published = dropped + events.size();
    begun |= stream || !events.isEmpty() && isEnd(events.getLast());
    notifyAll();
  }

  private static boolean isEnd(StreamEvent event) {
    return event instanceof StreamEvent.MessageStop || event instanceof StreamEvent.Verbatim;
  }

  /// Whether part of an answer may have reached a joiner's client.
  synchronized boolean begun() {
    return begun && joiners > 0;
  }

  synchronized void complete() {
    end(new Next.Complete());
  }

  synchronized void failed(Fault fault) {
    end(new Next.Failed(fault));
  }

  /// The leader's request is over; nobody waits for more.
  synchronized void close() {
    end(new Next.Failed(Faults.BUG));
  }

  private void end(Next last) {
    if (state instanceof Next.Running) {
      state = last;
      open = false;
      notifyAll();
    }
  }

  /// The leader's client has left; its connection is closed, so that nothing waits for it any more.
  ///
  /// @return whether nobody else waits for the answer
  boolean leaderLeft() {
    synchronized (this) {
      leaderLeft = true;
      if (joiners == 0) {
        open = false;
        return true;
      }
    }
    client.hangUp();
    return false;
  }

  /// One more waits for this answer.
  ///
  /// @return whether it has all events from the first; false when it is too late
  synchronized boolean join() {
    joiners += open ? 1 : 0;
    return open;
  }

  /// A joiner no longer waits. With the last one the upstream call ends when the leader's client has left before.
  void leave() {
    boolean last;
    synchronized (this) {
      joiners--;
      last = joiners == 0 && leaderLeft;
      open &= !last;
    }
    if (last) {
      watchdog.left();
    }
  }

  /// Waits for what comes next.
  ///
  /// @param taken how many events the joiner has
  /// @param joiner watches over it; it guards this answer
  synchronized Next next(int taken, RequestWatchdog joiner) {
    while (true) {
      if (taken < dropped) {
        return new Next.Missed();
      }
      if (taken < published) {
        return new Next.Events(List.copyOf(events.subList(taken - dropped, published - dropped)), from);
      }
      if (!(state instanceof Next.Running)) {
        return state;
      }
      if (joiner.end() != RequestWatchdog.End.RUNNING || taken == 0 && joiner.speechless()) {
        return new Next.Over();
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Next.Over();
      }
    }
  }

  /// Has all joiners look whether they must go.
  @Override
  public synchronized void cancel() {
    notifyAll();
  }

  private static int size(StreamEvent event) {
    return EVENT + switch (event) {
      case StreamEvent.BlockDelta(_, var delta) -> switch (delta) {
        case StreamEvent.Delta.Text(var text) -> text.length();
        case StreamEvent.Delta.Thinking(var thinking) -> thinking.length();
        case StreamEvent.Delta.Signature(var signature) -> signature.length();
        case StreamEvent.Delta.InputJson(var json) -> json.length();
      };
      case StreamEvent.BlockStart(_, StreamEvent.Opening.SearchHits(_, var hits)) ->
          hits.stream().mapToInt(hit -> EVENT + hit.url().length() + hit.title().length()).sum();
      case StreamEvent.Verbatim(var bytes, var observed) -> bytes.length + EVENT * observed.size();
      case StreamEvent.BlockStart _, StreamEvent.MessageStart _, StreamEvent.BlockStop _, StreamEvent.MessageDelta _, StreamEvent.MessageStop _,
          StreamEvent.Ping _, StreamEvent.Error _ -> 0;
    };
  }
}
