package portside.exchange;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import portside.ledger.Answerer;
import portside.ledger.AttemptRecord;
import portside.ledger.Begun;
import portside.ledger.Ledger;
import portside.ledger.LedgerEntry;
import portside.ledger.Origin;
import portside.ledger.requests.Recording;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.routing.Step;
import portside.translate.AnswerStream;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.OneLine;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// What is noted while a request runs; becomes its one ledger entry.
final class EntryBuilder {
  /// As long as the name of a model may be.
  private static final int LONGEST_MODEL = 256;

  /// About so many characters of an answer are one token, and so many bytes of one that passes as events.
  private static final int CHARACTERS = 4;

  private static final int BYTES = 30;

  /// Of a millisecond, in nanoseconds.
  private static final double TENTH = 100_000;

  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,20})?([eE]-[0-9]{1,2})?");

  private final Ledger ledger;
  private final Recording recording;
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
  private Usage usage = Usage.of(0, 0);
  private boolean counted;
  private String stop = "";
  private Origin origin = Origin.UNKNOWN;
  private long characters;
  private long thought;
  private long bytes;
  /// What the ledger was told when the answer was there.
  private @Nullable LedgerEntry told;
  private volatile boolean certain;
  private @Nullable Duration prepared;
  private boolean begun;

  /// One of a request that is not taken down whole.
  EntryBuilder(Ledger ledger, Clock clock, LongSupplier nanoTime, String requestId) {
    this(ledger, clock, nanoTime, requestId, Recording.OFF);
  }

  /// @param ledger is told when a provider is first waited for, and when the answer is there
  /// @param clock stamps the entry
  /// @param nanoTime measures how long things took
  /// @param recording takes down the whole request, or nothing
  EntryBuilder(Ledger ledger, Clock clock, LongSupplier nanoTime, String requestId, Recording recording) {
    this.recording = recording;
    this.ledger = ledger;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.requestId = requestId;
  }

  /// Takes down the whole request, or nothing.
  Recording recording() {
    return recording;
  }

  void asked(String model, boolean streamed) {
    requestedModel = model;
    stream = streamed;
  }

  /// Where the request comes from.
  void from(Origin source) {
    origin = source;
  }

  /// An attempt, from its beginning on.
  final class Running {
    private final int number;
    private final Candidate candidate;
    private final Step.Why why;
    private final long input;
    private final Duration began;
    private @Nullable AttemptRecord over;
    private @Nullable BigDecimal reported;
    private @Nullable AnswerStream answer;

    private Running(int number, Candidate candidate, Step.Why why, long input) {
      this.number = number;
      this.candidate = candidate;
      this.why = why;
      this.input = input;
      this.began = elapsed();
    }

    /// What the provider says its answer cost, in a header; null for nothing.
    void reported(@Nullable String cost) {
      synchronized (attempts) {
        reported = cost != null && AMOUNT.matcher(cost).matches() ? new BigDecimal(cost) : null;
      }
    }

    /// The provider answers.
    ///
    /// @param translated tells what has been counted when the answer breaks off; asked by the thread that feeds it
    void counts(AnswerStream translated) {
      synchronized (attempts) {
        answer = translated;
      }
    }

    /// What the answer comes to, which broke off.
    private LedgerEntry.Tokens unfinished(Begun.PassedOn passed) {
      var counted = answer == null ? Optional.<Usage>empty() : answer.reportedSoFar();
      var estimated = LedgerEntry.Tokens.estimated(input, passed);
      return counted.map(said -> new LedgerEntry.Tokens(said.input(), Math.max(said.output(), passed.output()), said.cacheRead(), said.cacheCreation(),
          said.cacheCreationHour(), said.thinking().isPresent() ? said.thinking() : estimated.thinking(), said.webSearches(), true)).orElse(estimated);
    }

    /// Its request is about to be sent to the provider.
    ///
    /// @param asked the candidate, with what the client shows
    /// @return takes down the answer
    Recording.Call sends(Candidate asked, String method, String path, Map<String, String> headers, byte[] body) {
      synchronized (attempts) {
        prepared = prepared == null ? elapsed() : prepared;
      }
      return recording.on() ? recording.upstreamRequest(RecordedAnswer.request(number, asked, method, path, headers, body)) : Recording.Call.OFF;
    }

    /// Its provider is waited for: the ledger is told of the first one.
    void waits() {
      synchronized (attempts) {
        if (begun) {
          return;
        }
        begun = true;
      }
      ledger.begun(new Begun(clock.instant(), requestId, candidate.provider().name(), shown(requestedModel), shown(candidate.model()), origin, input, EntryBuilder.this::passedOn));
    }

    /// It is over; said once, from any thread.
    void ended(Outcome outcome) {
      synchronized (attempts) {
        over = as(outcome);
      }
    }

    private AttemptRecord as(Outcome outcome) {
      return new AttemptRecord(candidate.provider().name(), shown(candidate.model()), candidate.key(), lower(why), name(outcome),
          outcome instanceof Outcome.Failed failed ? lower(failed.fault().kind()) : "", began, elapsed().minus(began),
          outcome instanceof Outcome.Answered(var usage) ? tokens(usage) : LedgerEntry.Tokens.NONE);
    }

    private AttemptRecord written() {
      if (over == null) {
        ended(new Outcome.Ended(Outcome.Cause.CLIENT)); // what else would keep an attempt from its end
      }
      return Objects.requireNonNull(over);
    }

    /// As it will be when the answer has been sent.
    private AttemptRecord foreseen() {
      var answers = answering == null || candidate.equals(answering);
      return over != null ? over : as(answers ? new Outcome.Answered(usage) : new Outcome.Ended(Outcome.Cause.CLIENT));
    }
  }

  /// An attempt begins. May be called from any thread.
  ///
  /// @param input how many tokens its prompt is thought to have
  Running began(Candidate candidate, Step.Why why, long input) {
    synchronized (attempts) {
      var attempt = new Running(attempts.size() + 1, candidate, why, input);
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
      case StreamEvent.MessageDelta(var reason, _, var said) -> {
        usage = said;
        counted = true;
        stop = reason.wire();
      }
      case StreamEvent.MessageStop _ -> result = failed ? result : LedgerEntry.Result.OK;
      case StreamEvent.Verbatim(var passed, var observed) -> {
        bytes += passed.length;
        observed.forEach(this::event);
      }
      case StreamEvent.BlockDelta(_, var delta) -> {
        characters += length(delta);
        thought += delta instanceof StreamEvent.Delta.Thinking ? length(delta) : 0;
      }
      case StreamEvent.Error error -> fault(error.fault());
      case StreamEvent.MessageStart _,
          StreamEvent.BlockStart _,
          StreamEvent.BlockStop _,
          StreamEvent.Ping _ -> {}
    }
  }

  private static int length(StreamEvent.Delta delta) {
    return switch (delta) {
      case StreamEvent.Delta.Text(var text) -> text.length();
      case StreamEvent.Delta.Thinking(var thinking) -> thinking.length();
      case StreamEvent.Delta.InputJson(var json) -> json.length();
      case StreamEvent.Delta.Signature _ -> 0;
    };
  }

  /// What has come so far is about to be sent.
  void sending() {
    if (told == null && result == LedgerEntry.Result.OK) {
      told = entry(Running::foreseen);
      ledger.answered(told);
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

  /// There is nobody else to ask.
  void alone() {
    certain = true;
  }

  /// Whether who is asked also answers, if anybody does.
  boolean certain() {
    return certain;
  }

  /// Whether the answer has begun.
  boolean spoken() {
    return firstByte != null;
  }

  /// How long the way to the provider took, and how long its answer is being waited for, as far as it got (W3C, "Server Timing"; milliseconds).
  String timing() {
    synchronized (attempts) {
      var now = elapsed();
      var sent = prepared;
      return "prep;dur=" + millis(sent == null ? now : sent) + (sent == null ? "" : ", upstream;dur=" + millis(now.minus(sent)));
    }
  }

  private static double millis(Duration time) {
    return Math.floor(time.toNanos() / TENTH) / 10;
  }

  /// Who answers, or was asked last; empty when nobody was.
  Optional<Candidate> lastAsked() {
    synchronized (attempts) {
      return answering != null ? Optional.of(answering)
          : attempts.stream().filter(attempt -> attempt.over == null || attempt.over.asked()).map(attempt -> attempt.candidate).reduce((_, later) -> later);
    }
  }

  /// The one entry of the request. An answer that could be sent is told of as it was before, so that journal, log and metrics have the same figures.
  LedgerEntry entry() {
    return told != null && told.result().equals(result) ? told : entry(Running::written);
  }

  private LedgerEntry entry(Function<Running, AttemptRecord> form) {
    synchronized (attempts) {
      var by = answering;
      var asked = attempts.stream().filter(attempt -> by == null || attempt.candidate.equals(by)).filter(attempt -> form.apply(attempt).asked())
          .reduce((_, later) -> later);
      var cost = usage.cost() == null ? asked.map(attempt -> attempt.reported).orElse(null) : usage.cost();
      return new LedgerEntry(clock.instant(), requestId, asked.map(attempt -> attempt.candidate.provider().name()).orElse(""), shown(requestedModel),
          asked.map(attempt -> shown(attempt.candidate.model())).orElse(""), stream, attempts.stream().map(form).toList(), result, detail, firstByte, elapsed(),
          counted ? tokens(usage) : estimate(asked),
          new LedgerEntry.Details(origin, asked.map(attempt -> Answerers.of(attempt.candidate)).orElse(Answerer.NOBODY), stop, cost, null, prepared));
    }
  }

  /// What an answer that ended before its provider counted it comes to: what the provider had told, else all of the prompt by estimate, and what was passed
  /// on. A refusal comes to nothing.
  private LedgerEntry.Tokens estimate(Optional<Running> asked) {
    var unfinished = result == LedgerEntry.Result.LEFT || firstByte != null && result != LedgerEntry.Result.OK;
    return unfinished && asked.isPresent()
        ? asked.get().unfinished(passedOn())
        : LedgerEntry.Tokens.NONE;
  }

  /// How many tokens have been passed on so far, by estimate. Another thread may read a number that is a moment old.
  private Begun.PassedOn passedOn() {
    return new Begun.PassedOn(Math.ceilDiv(characters, CHARACTERS) + Math.ceilDiv(bytes, BYTES), Math.ceilDiv(thought, CHARACTERS));
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
    return new LedgerEntry.Tokens(usage.input(), usage.output(), usage.cacheRead(), usage.cacheCreation(), usage.cacheCreationHour(), usage.thinking(), usage.webSearches(), false);
  }
}
