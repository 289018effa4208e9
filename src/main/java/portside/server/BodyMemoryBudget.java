package portside.server;

import java.util.concurrent.atomic.AtomicLong;

/// The memory that request bodies may take together, so that many large ones at once leave some for everything else.
///
/// A body costs several times its size while it is read, understood and written anew, and less while its answer comes. What does not fit is
/// refused before it is read, with an error after which clients try again. Ordinary requests are not counted: only what a body has beyond
/// [#UNCOUNTED].
///
/// A body of very many small values costs far more than one text of its size, so they are counted before it is understood.
final class BodyMemoryBudget {
  /// The bytes of a body that are not counted; nearly all requests are smaller.
  static final int UNCOUNTED = 1024 * 1024;

  /// What a body costs at its peak, in times of its size; seen with one text of 29 MB: six times, and the body itself, which may have to pass.
  static final int PEAK = 7;

  /// What one value costs besides, in bytes: its object, its place in another, and what is made of it; seen with a million short texts.
  static final int VALUE = 160;

  /// What is held of it while it is answered, itself included.
  static final int HELD = 3;

  private final long most;
  private final AtomicLong taken = new AtomicLong();

  /// @param most bytes of the heap that bodies may take
  BodyMemoryBudget(long most) {
    this.most = most;
  }

  /// The budget that the heap of this process bears; a quarter of the heap is left for everything else.
  static BodyMemoryBudget ofHeap() {
    return new BodyMemoryBudget(Runtime.getRuntime().maxMemory() / 4 * 3);
  }

  /// One body's part of it.
  Share share() {
    return new Share();
  }

  /// What one body has taken.
  final class Share {
    private long size;
    private long counted;

    /// Takes what a body of this size needs in all.
    ///
    /// @return whether there is room; one body always finds room when no other is there
    boolean grow(long body) {
      var beyond = Math.max(0, body - UNCOUNTED);
      if (!take(PEAK * beyond)) {
        return false;
      }
      size = Math.max(size, beyond);
      return true;
    }

    /// Takes what its values need besides, once the whole body is there.
    ///
    /// @throws Unreadable when there is no room
    void understand(byte[] body) throws UnreadableRequest {
      if (body.length <= UNCOUNTED) {
        return;
      }
      var needed = PEAK * size + VALUE * JsonValueCounter.values(body);
      if (needed > most) {
        throw UnreadableRequest.tooDense();
      }
      if (!take(needed)) {
        throw UnreadableRequest.noMemory();
      }
    }

    private boolean take(long whole) {
      var more = whole - counted;
      if (more > 0) {
        var others = taken.getAndAdd(more) - counted;
        if (others > 0 && others + counted + more > most) {
          taken.addAndGet(-more);
          return false;
        }
        counted += more;
      }
      return true;
    }

    /// Gives back what is not needed any more once the body is understood and sent.
    synchronized void shrink() {
      give(counted - HELD * size);
    }

    /// Gives everything back; may be called again.
    synchronized void release() {
      give(counted);
    }

    private void give(long bytes) {
      taken.addAndGet(-bytes);
      counted -= bytes;
    }
  }
}
