package portside.status;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one open stream is still to be sent. A reader that takes less than there is loses its connection, so that what waits for it stays small.
public final class EventStream implements AutoCloseable {
  /// The most events that wait.
  static final int WAITING = 500;

  private static final byte[] END = {};

  /// The connection of a stream.
  public interface Connection {
    /// For how many nanoseconds the send that is going on has waited for the reader to take it; 0 when none is.
    long sendingFor(long nanoTime);

    /// Closes it, from any thread.
    void hangUp();
  }

  private final EventStreams streams;
  private final Topic topic;
  private final Connection connection;
  private final long after;
  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Supplier<List<byte[]>> replay;
  private @Nullable Iterator<byte[]> beginning;
  private volatile boolean closed;

  /// What a stream is about.
  public enum Topic {
    /// This instance and its neighbours.
    EVERYTHING,
    /// This instance alone.
    OWN,
    /// The lines of the log.
    LOG
  }

  /// @param after the number of the last event that is part of the replay
  /// @param replay comes first; made by the thread that sends it
  EventStream(EventStreams streams, Topic topic, Connection connection, long after, Supplier<List<byte[]>> replay) {
    this.streams = streams;
    this.topic = topic;
    this.connection = connection;
    this.after = after;
    this.replay = replay;
  }

  Topic topic() {
    return topic;
  }

  /// Whether an event of that number is news.
  boolean lacks(long number) {
    return number > after;
  }

  /// Takes an event to send; drops the reader when too many wait.
  void offer(byte[] event) {
    if (!closed && !waiting.offer(event)) {
      drop();
    }
  }

  /// Drops a reader that has not taken what is being sent for so long.
  void dropIfStuck(long now, long longest) {
    if (connection.sendingFor(now) > longest) {
      drop();
    }
  }

  private void drop() {
    close();
    connection.hangUp();
  }

  /// The next event, when there is one; null when the stream has ended. Asked by one thread.
  public byte @Nullable [] next() {
    if (beginning == null) {
      beginning = replay.get().iterator();
      return ServerSentEvent.PING; // the head of the answer goes out with it
    }
    if (!closed && beginning.hasNext()) {
      return beginning.next();
    }
    try {
      var event = closed ? END : waiting.take();
      return event == END ? null : event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /// Ends the stream.
  @Override
  public void close() {
    closed = true;
    waiting.clear();
    waiting.offer(END);
    streams.remove(this);
  }
}
