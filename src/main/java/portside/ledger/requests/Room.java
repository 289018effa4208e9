package portside.ledger.requests;

import java.util.concurrent.atomic.AtomicLong;

/// A number of bytes that may be held at once, and how many bodies found no room.
final class Room {
  private final AtomicLong left;
  private final AtomicLong dropped = new AtomicLong();

  Room(long bytes) {
    left = new AtomicLong(bytes);
  }

  /// Takes so many bytes, or none of them.
  boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  void give(long bytes) {
    left.addAndGet(bytes);
  }

  void drop() {
    dropped.incrementAndGet();
  }

  long dropped() {
    return dropped.get();
  }

  long left() {
    return left.get();
  }
}
