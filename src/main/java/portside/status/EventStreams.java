package portside.status;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import portside.status.EventStream.Topic;

/// The streams that are open, twenty at most.
final class EventStreams {
  /// The most that are open at once, whatever they are about.
  static final int MOST = 20;

  /// How long a reader may leave lying what is being sent.
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<EventStream> open = new CopyOnWriteArrayList<>();
  private boolean closed;

  /// Opens one; empty when as many are open as may be, or the process ends.
  ///
  /// @param after the number of the last event that is part of the replay
  /// @param replay comes first; made by the thread that sends it
  synchronized Optional<EventStream> open(Topic topic, EventStream.Connection connection, long after, Supplier<List<byte[]>> replay) {
    if (closed || open.size() >= MOST) {
      return Optional.empty();
    }
    var stream = new EventStream(this, topic, connection, after, replay);
    open.add(stream);
    return Optional.of(stream);
  }

  synchronized void remove(EventStream stream) {
    open.remove(stream);
  }

  boolean none() {
    return open.isEmpty();
  }

  /// Whether anybody reads that.
  boolean watched(Topic topic) {
    return open.stream().anyMatch(stream -> stream.topic() == topic);
  }

  /// Gives an event to all streams about this that lack it.
  ///
  /// @param number of the event
  void publish(Topic topic, long number, byte[] event) {
    open.stream().filter(stream -> stream.topic() == topic && stream.lacks(number)).forEach(stream -> stream.offer(event));
  }

  /// Gives it to all.
  void publish(byte[] event) {
    open.forEach(stream -> stream.offer(event));
  }

  /// Drops the readers that have stopped reading.
  void dropStuck(long now) {
    open.forEach(stream -> stream.dropIfStuck(now, PATIENCE.toNanos()));
  }

  /// Ends all of them; none is opened any more.
  synchronized void close() {
    closed = true;
    open.forEach(EventStream::close);
  }
}
