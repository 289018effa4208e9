package portside.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Collects why each candidate of a request did not answer, and makes of it what the client is told when nobody did.
///
/// 1. Where the prompt is too long for those who could be asked soon, it is that, so that the client shortens its conversation.
/// 2. Else, if somebody may be back within a minute: the first fault of that kind; it asks for the shortest wait that anybody named.
/// 3. Else, if times were named: a plan is used up, until the first of them.
/// 4. Else the fault of the first in order.
final class NobodyAnswered {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// Why one candidate did not answer.
  ///
  /// @param fault in its own words; empty when it was not asked, or has no words for it
  /// @param reason the kind of what keeps it
  /// @param back when it may be asked again; empty when that is not known
  /// @param told whether the provider, or a quota of the person's own, named that time
  /// @param passing whether it may answer soon, since what failed may have passed
  /// @param able whether it could serve such a request at all
  /// @param window of its model when the prompt does not fit; 0 when that is not the reason
  record Miss(Candidate candidate, Optional<Fault> fault, FaultKind reason, Optional<Instant> back, boolean told, boolean passing, boolean able, long window) {
    static Miss unasked(Candidate candidate, Fault fault) {
      return new Miss(candidate, Optional.of(fault), fault.kind(), Optional.empty(), false, false, true, 0);
    }

    static Miss tooSmall(Candidate candidate, long window) {
      return new Miss(candidate, Optional.empty(), FaultKind.CONTEXT_OVERFLOW, Optional.empty(), false, false, true, window);
    }

    static Miss unable(Candidate candidate) {
      return new Miss(candidate, Optional.empty(), FaultKind.INVALID_REQUEST, Optional.empty(), false, false, false, 0);
    }

    static Miss ownQuota(Candidate candidate, Instant back) {
      return new Miss(candidate, Optional.empty(), FaultKind.QUOTA, Optional.of(back), true, false, true, 0);
    }

    static Miss held(Candidate candidate, Standings.Hold hold) {
      return new Miss(candidate, Optional.empty(), hold.reason(), Optional.of(hold.until()), hold.told(), hold.breaker() || hold.probing(), true, 0);
    }

    static Miss failed(Candidate candidate, Outcome.Failed failed, Consequence consequence, Optional<Instant> back) {
      var fault = failed.fault();
      var passing = consequence.counts() > 0 || fault.kind() == FaultKind.RATE_LIMIT && failed.told().isEmpty();
      return new Miss(candidate, Optional.of(fault), fault.kind(), back, failed.told().isPresent(), passing, true, 0);
    }
  }

  private final InstantSource wall;
  private final List<Miss> misses = new ArrayList<>();

  /// @param wall tells the time of day
  NobodyAnswered(InstantSource wall) {
    this.wall = wall;
  }

  void add(Miss miss) {
    misses.add(miss);
  }

  /// A candidate that is left alone; of several reasons the one that lasts longest.
  void held(Candidate candidate, List<Standings.Hold> holds) {
    holds.stream().max((one, other) -> one.until().compareTo(other.until())).ifPresent(hold -> add(Miss.held(candidate, hold)));
  }

  /// What the client is told.
  Step.GiveUp told(Demand demand) {
    var able = misses.stream().filter(Miss::able).toList();
    if (able.isEmpty()) {
      return new Step.GiveUp(Fault.of(FaultKind.INVALID_REQUEST, "no member of the chain can do what this request insists on"), Optional.empty());
    }
    var overflow = able.stream().filter(miss -> miss.reason() == FaultKind.CONTEXT_OVERFLOW).findFirst();
    var roomSoon = able.stream().anyMatch(miss -> miss.reason() != FaultKind.CONTEXT_OVERFLOW && soon(miss));
    if (overflow.isPresent() && !roomSoon) {
      return overflow(able, demand);
    }
    var earliest = able.stream().filter(Miss::told).flatMap(miss -> miss.back().stream()).min(Instant::compareTo).map(this::seconds);
    var wait = earliest.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    var first = able.stream().filter(this::soon).findFirst();
    if (first.isPresent()) {
      return told(first.get(), first.get().reason(), wait, able);
    }
    if (earliest.isPresent()) {
      return told(able.getFirst(), FaultKind.QUOTA, wait, able);
    }
    return told(able.getFirst(), able.getFirst().reason(), wait, able);
  }

  private Step.GiveUp overflow(List<Miss> able, Demand demand) {
    var said = able.stream().filter(miss -> miss.reason() == FaultKind.CONTEXT_OVERFLOW && miss.fault().isPresent()).findFirst();
    if (said.isPresent()) {
      return new Step.GiveUp(said.get().fault().get(), Optional.of(said.get().candidate().provider()));
    }
    var largest = able.stream().max((one, other) -> Long.compare(one.window(), other.window())).orElseThrow();
    return new Step.GiveUp(demand.tooLong(largest.candidate(), largest.window()), Optional.empty());
  }

  private boolean soon(Miss miss) {
    return miss.passing() || (miss.told() || miss.reason() == FaultKind.RATE_LIMIT) && miss.back().filter(back -> !back.isAfter(wall.instant().plus(SOON))).isPresent();
  }

  private Step.GiveUp told(Miss first, FaultKind kind, OptionalLong wait, List<Miss> able) {
    var others = new LinkedHashMap<String, String>();
    able.stream().filter(miss -> !name(miss).equals(name(first))).forEach(miss -> others.putIfAbsent(name(miss), state(miss)));
    var also = others.entrySet().stream().map(other -> other.getKey() + " (" + other.getValue() + ")").collect(Collectors.joining(", "));
    var words = first.fault().map(Fault::message).orElseGet(() -> "nobody was asked: " + name(first) + " is out (" + state(first) + ")");
    var fault = new Fault(kind, words + (also.isEmpty() ? "" : "; also out: " + also), wait);
    return new Step.GiveUp(fault, first.fault().map(_ -> first.candidate().provider()));
  }

  private static String name(Miss miss) {
    return miss.candidate().provider().name();
  }

  private String state(Miss miss) {
    return words(miss) + miss.back().filter(_ -> miss.told()).map(back -> ", back " + time(back)).orElse("");
  }

  private String time(Instant back) {
    return (back.isAfter(wall.instant().plus(Duration.ofHours(20))) ? DAY : TIME).format(back);
  }

  /// What keeps a candidate, in a few words.
  static String words(FaultKind reason) {
    return switch (reason) {
      case AUTHENTICATION -> "key refused";
      case BILLING -> "account empty";
      case PERMISSION -> "not allowed";
      case QUOTA -> "plan used up";
      case RATE_LIMIT -> "too many requests";
      case OVERLOADED -> "overloaded";
      case TIMEOUT -> "no answer in time";
      case UNREACHABLE -> "not reached";
      case API -> "failed";
      case NOT_FOUND -> "no such model";
      case MISDIRECTED -> "wrong address";
      case CONTEXT_OVERFLOW -> "prompt too long for it";
      case TOO_LARGE -> "request too large for it";
      case POLICY -> "refused by its policy";
      case INVALID_REQUEST, CLIENT_KEY, CONFLICT, LOOP -> "request refused";
    };
  }

  private String words(Miss miss) {
    return miss.candidate().provider().obstacle().isPresent() && miss.reason() == FaultKind.AUTHENTICATION ? "no key" : words(miss.reason());
  }

  /// At least one: who is told to come back at once does, again and again, and up to two seconds pass by lot before a candidate is asked.
  private long seconds(Instant back) {
    return Math.max(1, Duration.between(wall.instant(), back).plusMillis(999).toSeconds());
  }
}
