package bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Many clients at once, on the caller's thread with one selector: nothing moves but inside [#runFor] and [#runUntil].
final class Crowd implements AutoCloseable {
  private final Selector selector = Selector.open();
  private final ByteBuffer shared = ByteBuffer.allocateDirect(1 << 18);
  private final List<CrowdMember> members = new ArrayList<>();
  private final Delays delays = new Delays();

  Crowd() throws IOException {}

  /// One more client that sends `request` once, or again and again.
  CrowdMember add(int port, byte[] request, boolean again) throws IOException {
    var member = new CrowdMember(selector, port, request, again);
    members.add(member);
    return member;
  }

  /// `count` clients, spread evenly over `millis`, each asking once.
  void addSpread(int port, byte[] request, int count, int millis) throws IOException {
    var start = System.nanoTime();
    for (var added = 0; added < count; added++) {
      var at = start + TimeUnit.MILLISECONDS.toNanos(millis) * added / count;
      runUntil(() -> System.nanoTime() - at >= 0, millis);
      add(port, request, false);
    }
  }

  void runFor(long millis) throws IOException {
    runUntil(() -> false, millis);
  }

  /// Runs until `done` or for `millis`; says whether it was done.
  boolean runUntil(BooleanSupplier done, long millis) throws IOException {
    var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      selector.select(this::serve, 1);
    }
    return true;
  }

  /// Each delay since the last `clear`.
  Delays delays() {
    return delays;
  }

  long events() {
    return members.stream().mapToLong(CrowdMember::events).sum();
  }

  boolean allEnded() {
    return members.stream().allMatch(CrowdMember::ended);
  }

  /// How many clients did not get exactly `events` and a proper end.
  long unserved(int events) {
    return members.stream().filter(member -> !member.served(events)).count();
  }

  /// What went wrong, one line per client that failed.
  List<String> failures() {
    return members.stream().flatMap(member -> member.failure().stream()).toList();
  }

  /// Nanoseconds the worst served client waited between two events.
  long longestGap() {
    var now = System.nanoTime();
    return members.stream().mapToLong(member -> member.longestGap(now)).max().orElse(0);
  }

  @Override
  public void close() throws IOException {
    members.forEach(CrowdMember::close);
    selector.close();
  }

  private void serve(SelectionKey key) {
    if (key.attachment() instanceof CrowdMember member) {
      member.serve(shared, delays);
    }
  }
}
