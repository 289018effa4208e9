package portside.exchange;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import portside.ledger.AttemptRecord;
import portside.ledger.LedgerEntry;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.routing.Step;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.OneLine;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// What is noted while a request runs; becomes its one ledger entry.
final class EntryBuilder {
  /// As long as the name of a model may be.
  private static final int LONGEST_MODEL = 256;

  private final Clock clock;
  private final String requestId;
  private final LongSupplier nanoTime;
  private final long start;
  private String requestedModel = "";
  private boolean stream;
  private final List<Running> attempts = new ArrayList<>();
  private @Nullable Candidate answering;
  private LedgerEntry.Result result = result(FaultKind.API); // until it is known, nothing good can be said
  private String detail = "";
  private boolean failed;
  private @Nullable Duration firstByte;
  private LedgerEntry.Tokens tokens = LedgerEntry.Tokens.NONE;

  /// @param clock stamps the entry
  /// @param nanoTime measures how long things took
  EntryBuilder(Clock clock, LongSupplier nanoTime, String requestId) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.requestId = requestId;
  }

  void asked(String model, boolean streamed) {
    requestedModel = model;
    stream = streamed;
  }

  /// An attempt, from its beginning on.
  final class Running {
    private final Candidate candidate;
    private final Step.Why why;
    private final Duration began;
    private @Nullable AttemptRecord over;

    private Running(Candidate candidate, Step.Why why) {
      this.candidate = candidate;
      this.why = why;
      this.began = elapsed();
    }

    /// It is over; said once, from any thread.
    void ended(Outcome outcome) {
      synchronized (attempts) {
        over = new AttemptRecord(candidate.provider().name(), shown(candidate.model()), candidate.key(), lower(why), name(outcome),
            outcome instanceof Outcome.Failed failed ? lower(failed.fault().kind()) : "", began, elapsed().minus(began),
            outcome instanceof Outcome.Answered(var usage) ? tokens(usage) : LedgerEntry.Tokens.NONE);
      }
    }

    private AttemptRecord written() {
      if (over == null) {
        ended(new Outcome.Ended(Outcome.Cause.CLIENT)); // what else would keep an attempt from its end
      }
      return Objects.requireNonNull(over);
    }
  }

  /// An attempt begins. May be called from any thread.
  Running began(Candidate candidate, Step.Why why) {
    synchronized (attempts) {
      var attempt = new Running(candidate, why);
      attempts.add(attempt);
      answering = why == Step.Why.HEDGE ? answering : null;
      return attempt;
    }
  }

  /// Of several that are asked at once, this one answers.
  void answers(Candidate candidate) {
    synchronized (attempts) {
      answering = candidate;
    }
  }

  private static String name(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered _ -> "answered";
      case Outcome.Own _ -> "own";
      case Outcome.Ended _ -> "ended";
      case Outcome.Refused _ -> "refused";
      case Outcome.Unreached _ -> "unreached";
      case Outcome.Broken _ -> "broken";
      case Outcome.Unfit _ -> "unfit";
    };
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  /// Looks at an event on its way to the client.
  void event(StreamEvent event) {
    if (firstByte == null) {
      firstByte();
    }
    switch (event) {
      case StreamEvent.MessageDelta delta -> tokens = tokens(delta.usage());
      case StreamEvent.MessageStop _ -> result = failed ? result : LedgerEntry.Result.OK;
      case StreamEvent.Verbatim(_, var observed) -> observed.forEach(this::event);
      case StreamEvent.Error error -> fault(error.fault());
      case StreamEvent.MessageStart _,
          StreamEvent.BlockStart _,
          StreamEvent.BlockDelta _,
          StreamEvent.BlockStop _,
          StreamEvent.Ping _ -> {}
    }
  }

  void firstByte() {
    firstByte = elapsed();
  }

  void ok() {
    result = LedgerEntry.Result.OK;
  }

  void fault(Fault fault) {
    result = result(fault.kind());
    detail = fault.message();
    failed = true;
  }

  /// The client's connection is over; a fault noted before is the reason and stays.
  void left() {
    if (!failed) {
      result = LedgerEntry.Result.LEFT;
    }
  }

  LedgerEntry entry() {
    synchronized (attempts) {
      var by = answering;
      var asked = attempts.stream().filter(attempt -> by == null || attempt.candidate.equals(by)).map(Running::written).filter(AttemptRecord::asked)
          .reduce((_, later) -> later);
      return new LedgerEntry(clock.instant(), requestId, asked.map(AttemptRecord::provider).orElse(""), shown(requestedModel),
          asked.map(AttemptRecord::model).orElse(""), stream, attempts.stream().map(Running::written).toList(), result, detail, firstByte, elapsed(), tokens);
    }
  }

  /// Clients name models, and people read the log and `/metrics` on terminals, which obey control characters.
  private static String shown(String model) {
    return OneLine.of(model, LONGEST_MODEL);
  }

  private static LedgerEntry.Result result(FaultKind kind) {
    return new LedgerEntry.Result(kind.type(), kind.status());
  }

  private Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - start);
  }

  private static LedgerEntry.Tokens tokens(Usage usage) {
    return new LedgerEntry.Tokens(usage.input(), usage.output(), usage.cacheRead(), usage.cacheCreation());
  }
}
