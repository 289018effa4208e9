package portside.ledger.requests;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The bytes of a request or an answer, as far as there is room for them. Filled by one thread; the one that writes it comes after.
///
/// ```
///   KEPT ── there is no room ──► DROPPED     its length is still counted
///    └── longer than MOST ────► CUT          the beginning is kept
/// ```
final class Body {
  /// The most that is kept of a body that comes piece by piece. More than is shown, so that media in it are seen whole.
  private static final int MOST = 4 << 20;

  enum State {
    KEPT,
    CUT,
    DROPPED
  }

  private final Room room;
  private final List<byte[]> pieces = new ArrayList<>();
  private long length;
  private long taken;
  private State state = State.KEPT;

  Body(Room room) {
    this.room = room;
  }

  /// One that is there whole; it is kept as it is.
  static Body of(byte[] bytes, Room room) {
    var body = new Body(room);
    body.length = bytes.length;
    body.keep(bytes);
    return body;
  }

  /// Adds a copy of a piece.
  void add(byte[] bytes, int offset, int size) {
    length += size;
    if (state == State.KEPT) {
      var fits = (int) Math.min(size, MOST - taken);
      keep(fits == 0 ? new byte[0] : Arrays.copyOfRange(bytes, offset, offset + fits));
      state = state == State.KEPT && fits < size ? State.CUT : state;
    }
  }

  private void keep(byte[] bytes) {
    if (room.take(bytes.length)) {
      taken += bytes.length;
      pieces.add(bytes);
    } else {
      release();
      state = State.DROPPED;
      room.drop();
    }
  }

  /// Gives its room back.
  void release() {
    room.give(taken);
    taken = 0;
    pieces.clear();
  }

  State state() {
    return state;
  }

  /// The number of bytes there were.
  long length() {
    return length;
  }

  byte[] bytes() {
    if (pieces.size() == 1) {
      return pieces.getFirst();
    }
    var all = new ByteArrayOutputStream((int) taken);
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
