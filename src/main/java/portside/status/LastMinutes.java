package portside.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import portside.ledger.Ledger;
import portside.ledger.LedgerEntry;
import portside.ledger.UsageSums;

/// How this process did in the last five minutes, and what its requests of the day come to, so far as it has seen the day.
final class LastMinutes implements Ledger {
  private static final Duration LENGTH = Duration.ofMinutes(5);
  private static final long PIECE_SECONDS = 10;
  private static final int PIECES = (int) (LENGTH.toSeconds() / PIECE_SECONDS);

  /// The medians are of so many answers at most.
  static final int SAMPLES = 200;

  /// Requests of ten seconds.
  private record Piece(long number, int requests, int failed) {}

  /// @param first milliseconds to the first byte
  /// @param speed tokens a second behind it; 0 when unknown
  private record Sample(Instant at, long first, double speed) {}

  private final InstantSource clock;
  private final ZoneId zone;
  private final Piece[] pieces = new Piece[PIECES];
  private final Deque<Sample> samples = new ArrayDeque<>();
  private UsageSums today = UsageSums.NONE;
  private LocalDate day;

  /// @param zone whose days are meant
  LastMinutes(InstantSource clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
    this.day = LocalDate.ofInstant(clock.instant(), zone);
    Arrays.fill(pieces, new Piece(0, 0, 0));
  }

  /// How it did.
  ///
  /// @param requests that ended
  /// @param failed with an error
  /// @param firstMillis median time to the first byte of streams; empty when there were none
  /// @param tokensPerSecond median of streams, from their first byte on; empty when there were none
  record Summary(int requests, int failed, OptionalLong firstMillis, OptionalDouble tokensPerSecond) {}

  @Override
  public synchronized void append(LedgerEntry entry) {
    var number = piece(entry.at());
    var place = (int) (number % PIECES);
    var before = pieces[place].number() == number ? pieces[place] : new Piece(number, 0, 0);
    var failed = UsageSums.failed(entry);
    pieces[place] = new Piece(number, before.requests() + 1, before.failed() + (failed ? 1 : 0));
    if (entry.stream() && entry.firstByte() != null) {
      if (samples.size() == SAMPLES) {
        samples.removeFirst();
      }
      samples.addLast(new Sample(entry.at(), entry.firstByte().toMillis(), speed(entry, entry.duration().minus(entry.firstByte()))));
    }
    turn(entry.at());
    today = today.plus(UsageSums.of(entry));
  }

  /// Those of the last five minutes.
  synchronized Summary summary() {
    var first = piece(clock.instant()) - PIECES + 1;
    var requests = 0;
    var failed = 0;
    for (var piece : pieces) {
      requests += piece.number() >= first ? piece.requests() : 0;
      failed += piece.number() >= first ? piece.failed() : 0;
    }
    var since = clock.instant().minus(LENGTH);
    var late = samples.stream().filter(sample -> sample.at().isAfter(since)).toList();
    var firsts = late.stream().mapToLong(Sample::first);
    var speeds = late.stream().mapToDouble(Sample::speed).filter(speed -> speed > 0).sorted().toArray();
    return new Summary(requests, failed, median(firsts), speeds.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(speeds[(speeds.length - 1) / 2]));
  }

  /// The sums of the day, from the start of the process if that was later.
  synchronized UsageSums today() {
    turn(clock.instant());
    return today;
  }

  private void turn(Instant at) {
    var now = LocalDate.ofInstant(at, zone);
    if (!now.equals(day)) {
      day = now;
      today = UsageSums.NONE;
    }
  }

  private static double speed(LedgerEntry entry, Duration answering) {
    return answering.isPositive() ? entry.tokens().output() * 1e9 / answering.toNanos() : 0;
  }

  private static long piece(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), PIECE_SECONDS);
  }

  private static OptionalLong median(LongStream numbers) {
    var sorted = numbers.sorted().toArray();
    return sorted.length == 0 ? OptionalLong.empty() : OptionalLong.of(sorted[(sorted.length - 1) / 2]);
  }
}
