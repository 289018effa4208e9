package portside.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import portside.provider.Chain;
import portside.provider.dialect.Column;
import portside.provider.dialect.Lesson;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Scope;
import portside.wire.anthropic.Usage;

/// One request's walk through its candidates: says what to do next and is told, by way of permits, what came of it. Used by one thread. Close it.
/// It is longer than other files, since all of its questions and answers change the one state of a walk.
///
/// ```
///                                    a failure that may be repeated, a short wait that was told
///                 ┌───── Wait ◄───────────────────────────────────┐
///                 ▼                                               │
///   next() ───► Try ──────► its outcome is reported ──► next() ───┤
///                 ▲                                               ├─► GiveUp   nobody is left, or nobody else may be asked
///                 └───────────────────────────────────────────────┘
///                    a refusal that says how to ask; the next key, the next provider
/// ```
///
/// Candidates that cannot be asked are passed over without a call: no key, too small a window, a quota of the person's own used up, left alone after
/// failures ([Standings]). Nothing is held back from a request that has only one candidate.
public final class Plan implements AutoCloseable {
  /// How many things a request may be refused for one after the other.
  private static final int MOST_LESSONS = 3;

  /// Between a failure and the same attempt once more, where nobody else can be asked.
  public static final Duration BEFORE_REPEAT = Duration.ofMillis(150);

  /// The same at most, the first time, where somebody can; doubled with each repetition, and shortened by lot.
  private static final Duration BEFORE_REPEAT_IN_A_CHAIN = Duration.ofMillis(300);

  /// By lot behind a wait that was told, so that not all who wait come back at once.
  private static final Duration BEHIND_A_WAIT = Duration.ofMillis(250);

  /// How long a way back is kept for one request when there is no limit for first words.
  private static final Duration USUAL_LEASE = Duration.ofSeconds(60);

  /// An answer's first word may take so many times what it usually does.
  private static final int SLOW = 3;

  private final Routing routing;
  private final Chain chain;
  private final Demand demand;
  private final List<Candidate> candidates;
  private final boolean pinned;
  private final Optional<Bindings.Home> home;
  private final @Nullable Aim first;
  private final long start;
  private final NobodyAnswered nobody;
  private final List<Tried> tried = new ArrayList<>();
  private final Set<String> unusable = new HashSet<>();
  private final List<Unsettled> unsettled = new ArrayList<>();
  private Next next;
  private Optional<Step.Move> moved = Optional.empty();
  private int at;
  private @Nullable Candidate candidate;
  private @Nullable Ticket ticket;
  /// The last failure while the same candidate is to be asked once more; it counts when that is not done.
  private Outcome.@Nullable Failed repeatable;
  private long asked;
  private Duration toContent = Duration.ZERO;
  private int calls;
  private int repeats;
  private int taught;
  private boolean waited;
  private long largestTried;
  private boolean hedged;
  /// Those that a hedge has asked and that failed.
  private final List<Candidate> passed = new ArrayList<>();

  /// What follows.
  private sealed interface Next {
    /// The same candidate is asked.
    record Same(Step.Why why) implements Next {}

    /// It is asked after a pause.
    record Pause(Duration time, Step.Why why) implements Next {}

    /// Another one is asked.
    record Onward(Step.Why why) implements Next {}

    record End(Step.GiveUp step) implements Next {}

    /// The outcome of a try was not reported, or ended the walk.
    record Nothing() implements Next {}
  }

  private record Tried(Lesson lesson, String said) {}

  /// A failure that counts only once it is known that the network is not to blame.
  private record Unsettled(Ticket ticket, Runnable failed) {}

  /// @param candidates in the order in which they are asked, at least one
  /// @param pinned whether the client chose them, so that they are asked whatever is known of them
  /// @param home of the conversation
  /// @param first of the order that a conversation without a home has; null when there is none
  Plan(Routing routing, Chain chain, Demand demand, List<Candidate> candidates, boolean pinned, Optional<Bindings.Home> home, @Nullable Aim first) {
    this.routing = routing;
    this.chain = chain;
    this.demand = demand;
    this.candidates = candidates;
    this.pinned = pinned;
    this.home = home;
    this.first = first;
    this.start = routing.nanoTime().getAsLong();
    this.nobody = new NobodyAnswered(routing.wall());
    this.next = new Next.Onward(Step.Why.FIRST);
  }

  /// A walk that is over before it begins.
  static Plan refused(Routing routing, Chain chain, Demand demand, Fault fault) {
    var plan = new Plan(routing, chain, demand, List.of(), false, Optional.empty(), null);
    plan.next = new Next.End(new Step.GiveUp(fault, Optional.empty()));
    return plan;
  }

  /// Who would be asked first now; of those who cannot be asked the first.
  Candidate first() {
    return askable().orElseGet(candidates::getFirst);
  }

  /// Whether this is asked first now.
  boolean beginsWith(Aim aim) {
    return askable().filter(one -> new Aim(one.provider(), one.model()).equals(aim)).isPresent();
  }

  private Optional<Candidate> askable() {
    return candidates.stream().filter(one -> obstacle(one).isEmpty() && free(one)).findFirst();
  }

  /// Whether more than one provider may answer requests of this instance, so that the client is told who did.
  public boolean several() {
    return chain.several();
  }

  /// What to do now.
  ///
  /// @throws IllegalStateException when the outcome of a try was not reported, or ends the walk
  public Step next() {
    var now = next;
    next = new Next.Nothing();
    return switch (now) {
      case Next.Same(var why) -> ask(Objects.requireNonNull(candidate), why);
      case Next.Pause(var time, var why) -> {
        next = new Next.Same(why);
        yield new Step.Wait(time);
      }
      case Next.Onward(var why) -> onward(why);
      case Next.End(var step) -> step;
      case Next.Nothing _ -> throw new IllegalStateException("nothing follows");
    };
  }

  /// Who may be asked beside the candidate of the last step when that one is silent; empty when hedging is off, the request had its hedge, or
  /// there is nobody else.
  public Optional<Hedge> hedge() {
    if (chain.hedgeAfter().isZero() || hedged || alone() || calls >= chain.patience().mostTries()) {
      return Optional.empty();
    }
    var others = new ArrayList<Hedge.Other>();
    for (var place = at; place < candidates.size(); place++) {
      var one = candidates.get(place);
      if (!sameAim(one, Objects.requireNonNull(candidate)) && obstacle(one).isEmpty()) {
        others.add(new Hedge.Other(one, place, firstWord(one, place + 1)));
      }
    }
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(new Hedge(routing, chain, others, lease(), start + chain.patience().within().toNanos()));
  }

  /// The second of a hedge was asked.
  public void hedged(Hedge hedge) {
    if (!hedged) {
      var second = hedge.claimed().other().candidate();
      hedged = true;
      calls++;
      routing.keys().used(second.provider(), second.key());
    }
  }

  /// The second was first to speak, or the only one left: the walk goes on with it, and nothing is said of the one it was asked beside.
  public Step.Try won(Hedge hedge) {
    var claimed = hedge.claimed();
    unrepeated().ifPresent(miss -> moved = Optional.of(new Step.Move(miss.candidate(), miss.fault().orElseThrow(), miss.back())));
    endTicket();
    begin(claimed.ticket());
    candidate = claimed.other().candidate();
    asked = claimed.asked();
    at = Math.max(at, claimed.other().place() + 1);
    next = new Next.Nothing();
    return new Step.Try(candidate, permit(candidate), Step.Why.HEDGE, claimed.other().firstWord(), moved());
  }

  /// The other one was faster, or the request ends: nothing is said of the second.
  public void lost(Hedge hedge) {
    hedge.claimed().ticket().close();
  }

  /// The second failed.
  public void failed(Hedge hedge, Outcome.Failed failed) {
    var second = hedge.claimed().other().candidate();
    var first = ticket;
    ticket = hedge.claimed().ticket();
    nobody.add(report(failed));
    ticket = first;
    var consequence = Consequence.of(failed, chain.patience());
    beware(second, consequence);
    var key = consequence.next() == Consequence.Next.NEXT_KEY;
    candidates.stream().filter(one -> key ? one.equals(second) : sameAim(one, second)).forEach(passed::add);
    if (consequence.next() == Consequence.Next.STOP && !(next instanceof Next.Nothing)) {
      next = new Next.End(new Step.GiveUp(failed.fault(), Optional.of(second.provider())));
    }
  }

  /// Whether the outcome that was reported last is the end.
  public boolean over() {
    return next instanceof Next.End;
  }

  /// A call to a provider has used so much, whether it answered the whole request or not. May be called from any thread.
  public void used(Candidate by, Usage usage) {
    routing.used(by, usage);
  }

  /// Gives back what was taken to ask somebody.
  @Override
  public void close() {
    var _ = unrepeated();
    endTicket();
    unsettled.forEach(failure -> failure.ticket().close());
    unsettled.clear();
    if (!chain.hedgeAfter().isZero() && !hedged && !alone()) {
      routing.hedges().without();
    }
  }

  /// Another candidate is asked: what one refused, and how often it was repeated, says nothing of the next.
  private void begin(Ticket of) {
    ticket = of;
    tried.clear();
    taught = 0;
    repeats = 0;
    waited = false;
  }

  private Step onward(Step.Why why) {
    var outOfTime = calls > 0 && !alone() && (calls >= chain.patience().mostTries() || elapsed().compareTo(chain.patience().within()) > 0);
    while (!outOfTime && at < candidates.size()) {
      var one = candidates.get(at++);
      if (passed.contains(one)) {
        continue;
      }
      var obstacle = obstacle(one);
      if (obstacle.isPresent()) {
        nobody.add(obstacle.get());
        continue;
      }
      var claimed = claim(one);
      if (claimed.isPresent()) {
        begin(claimed.get());
        return ask(one, why);
      }
      nobody.held(one, routing.standings().holds(one));
    }
    if (calls == 0 && !alone()) {
      var able = candidates.stream().filter(one -> obstacle(one).isEmpty()).toList();
      var last = routing.standings().lastChance(able, chain.breaker(), lease());
      if (last.isPresent()) {
        ticket = last.get();
        at = candidates.size();
        return ask(last.get().candidate(), Step.Why.LAST_CHANCE);
      }
    }
    return nobody.told(demand);
  }

  private Step.Try ask(Candidate one, Step.Why why) {
    candidate = one;
    repeatable = null;
    calls += why == Step.Why.LESSON ? 0 : 1;
    asked = routing.nanoTime().getAsLong();
    if (!alone()) {
      routing.keys().used(one.provider(), one.key());
    }
    return new Step.Try(one, permit(one), why, firstWord(one, at), moved());
  }

  private Optional<Step.Move> moved() {
    var move = moved;
    moved = Optional.empty();
    return move;
  }

  private Permit permit(Candidate one) {
    return new Permit(new Permit.Listener() {
      @Override
      public void content() {
        begun(one);
      }

      @Override
      public void came(Outcome outcome) {
        Plan.this.came(one, outcome);
      }
    });
  }

  /// Only one candidate can be asked, whatever happens.
  private boolean alone() {
    return candidates.size() <= 1;
  }

  /// Why a candidate is not asked, whatever its standing.
  private Optional<NobodyAnswered.Miss> obstacle(Candidate one) {
    var missing = one.provider().obstacle();
    if (missing.isPresent()) {
      return Optional.of(NobodyAnswered.Miss.unasked(one, Fault.of(FaultKind.AUTHENTICATION, missing.get())));
    }
    if (alone()) {
      return Optional.empty();
    }
    long window = one.dialect().get(Column.CONTEXT_WINDOW);
    if (window > 0 && (window <= largestTried || demand.atLeast(one) > window)) {
      return Optional.of(NobodyAnswered.Miss.tooSmall(one, window));
    }
    if (unusable.contains(one.provider().name()) || !demand.possibleFor(one)) {
      return Optional.of(NobodyAnswered.Miss.unable(one));
    }
    return pinned ? Optional.empty() : routing.quotas().exhausted(one).map(quota -> NobodyAnswered.Miss.ownQuota(one, quota.back()));
  }

  private Optional<Ticket> claim(Candidate one) {
    var standings = routing.standings();
    if (alone() || pinned) {
      return Optional.of(standings.unheld(one, chain.breaker(), lease()));
    }
    if (!oneAim()) {
      return standings.claim(one, chain.breaker(), lease());
    }
    // of one model with several keys all share its outs, so these hold nothing back
    return free(one) ? Optional.of(standings.unheld(one, chain.breaker(), lease())) : Optional.empty();
  }

  private boolean free(Candidate one) {
    var holds = routing.standings().holds(one);
    return alone() || pinned || (oneAim()
        ? holds.stream().noneMatch(hold -> hold.scope().scope() == Scope.KEY || hold.scope().scope() == Scope.KEY_AND_MODEL)
        : holds.isEmpty());
  }

  private boolean oneAim() {
    return candidates.stream().allMatch(one -> sameAim(one, candidates.getFirst()));
  }

  private static boolean sameAim(Candidate one, Candidate other) {
    return one.provider().name().equals(other.provider().name()) && one.model().equals(other.model());
  }

  private Duration lease() {
    return chain.patience().firstToken().isZero() ? USUAL_LEASE : chain.patience().firstToken();
  }

  /// A limit for the first word makes sense only while somebody else could give it.
  private Optional<Duration> firstWord(Candidate one, int from) {
    var limit = chain.patience().firstToken();
    if (limit.isZero() || !demand.stream() || !othersFree(one, from)) {
      return Optional.empty();
    }
    var usual = routing.speeds().medianToContent(one).map(median -> median.multipliedBy(SLOW)).orElse(Duration.ZERO);
    return Optional.of(usual.compareTo(limit) > 0 ? usual : limit);
  }

  private boolean othersFree(Candidate one, int from) {
    return candidates.subList(Math.min(from, candidates.size()), candidates.size()).stream()
        .anyMatch(other -> !sameAim(one, other) && obstacle(other).isEmpty() && free(other));
  }

  private void begun(Candidate one) {
    toContent = sinceAsked();
    settle();
    if (ticket != null) {
      ticket.content();
    }
    if (binds()) {
      routing.bindings().content(demand.conversation(), models(chain, demand), one, new Aim(one.provider(), one.model()).equals(first));
      routing.changes().happened();
    }
  }

  private boolean binds() {
    return !alone() && !pinned && !demand.conversation().isEmpty() && !chain.stickiness().idle().isZero();
  }

  private void came(Candidate one, Outcome outcome) {
    next = switch (outcome) {
      case Outcome.Answered(var usage) -> {
        answered(one, usage);
        yield new Next.Nothing();
      }
      case Outcome.Own _, Outcome.Ended _ -> {
        endTicket();
        yield new Next.Nothing();
      }
      case Outcome.Refused(var fault, _, var lesson) when lesson.isPresent() && taught < MOST_LESSONS -> taught(one, lesson.get(), fault);
      case Outcome.Failed failed -> failed(one, failed);
    };
    if (outcome instanceof Outcome.Failed || !alone()) {
      routing.changes().happened();
    }
  }

  private void answered(Candidate one, Usage usage) {
    tried.forEach(lesson -> routing.lessons().learn(one.provider(), one.model(), lesson.lesson(), lesson.said())); // they were right
    settle();
    routing.retries().succeeded(one.provider());
    routing.speeds().answered(one, toContent, sinceAsked(), usage.output());
    if (binds()) {
      routing.bindings().refresh(demand.conversation(), models(chain, demand));
    }
    if (ticket != null) {
      ticket.answered();
    }
    endTicket();
  }

  private Next taught(Candidate one, Lesson lesson, Fault said) {
    taught++;
    if (!tried.isEmpty() && tried.getLast().said().equals(said.message())) {
      tried.removeLast(); // the same refusal again: that was not what it spoke of
    }
    tried.add(new Tried(lesson, said.message()));
    candidate = one.healed(lesson);
    return new Next.Same(Step.Why.LESSON);
  }

  private Next failed(Candidate one, Outcome.Failed failed) {
    var fault = failed.fault();
    if (alone()) {
      routing.retries().failed(one.provider());
      if (failed.mayRepeat() && repeats++ < one.provider().retries()) {
        repeatable = failed;
        return new Next.Pause(BEFORE_REPEAT, Step.Why.REPEAT);
      }
      report(failed);
      return new Next.End(new Step.GiveUp(fault, Optional.of(one.provider())));
    }
    var consequence = Consequence.of(failed, chain.patience());
    var again = again(one, fault, consequence);
    if (again.isPresent()) {
      repeatable = failed;
      return again.get();
    }
    var miss = report(failed);
    if (consequence.next() == Consequence.Next.STOP) {
      return new Next.End(new Step.GiveUp(fault, Optional.of(one.provider())));
    }
    nobody.add(miss);
    moved = Optional.of(new Step.Move(one, fault, miss.back()));
    var before = at;
    if (consequence.next() != Consequence.Next.NEXT_KEY) {
      while (at < candidates.size() && sameAim(candidates.get(at), one)) {
        at++;
      }
    }
    beware(one, consequence);
    var key = at == before && at < candidates.size() && sameAim(candidates.get(at), one);
    return new Next.Onward(key ? Step.Why.NEXT_KEY : Step.Why.NEXT);
  }

  /// Keeps in mind for this request whom it is in vain to ask after a failure.
  private void beware(Candidate one, Consequence consequence) {
    if (consequence.next() == Consequence.Next.LARGER_WINDOW) {
      largestTried = Math.max(largestTried, one.dialect().get(Column.CONTEXT_WINDOW));
    }
    if (consequence.out().equals(Optional.of(Scope.PROVIDER))) {
      unusable.add(one.provider().name());
    }
  }

  /// Whether the same candidate is asked once more, and when.
  private Optional<Next> again(Candidate one, Fault fault, Consequence consequence) {
    if (calls >= chain.patience().mostTries()) {
      return Optional.empty();
    }
    if (consequence.next() == Consequence.Next.SAME_THEN_NEXT_MEMBER) {
      routing.retries().failed(one.provider());
      if (fault.retryAfterSeconds().isEmpty() && repeats < one.provider().retries() && routing.retries().allowed(one.provider())) {
        var most = BEFORE_REPEAT_IN_A_CHAIN.multipliedBy(1L << Math.min(repeats++, 10));
        return Optional.of(new Next.Pause(byLot(most), Step.Why.REPEAT));
      }
    }
    var told = fault.retryAfterSeconds().isPresent() ? Duration.ofSeconds(fault.retryAfterSeconds().getAsLong()) : null;
    if (fault.kind() == FaultKind.RATE_LIMIT && told != null && told.compareTo(chain.stickiness().shortWait()) <= 0 && atHome(one) && !waited) {
      waited = true;
      return Optional.of(new Next.Pause(told.plus(byLot(BEHIND_A_WAIT)), Step.Why.REPEAT));
    }
    return Optional.empty();
  }

  private boolean atHome(Candidate one) {
    return home.filter(it -> it.is(new Aim(one.provider(), one.model())) && it.key().equals(one.credential().digest())).isPresent();
  }

  /// What a conversation is bound for: a tier of the Claude families, or the model it asks for by name.
  static String models(Chain chain, Demand demand) {
    return chain.first().models().tier(demand.model()).map(Enum::name).orElseGet(demand::model);
  }

  private Duration byLot(Duration most) {
    return Duration.ofNanos((long) (most.toNanos() * routing.random().getAsDouble()));
  }

  /// Tells the standings of a failure. One that never left this machine may be the fault of its network, so it waits for one that did.
  private NobodyAnswered.Miss report(Outcome.Failed failed) {
    var by = Objects.requireNonNull(ticket);
    var consequence = Consequence.of(failed, chain.patience());
    var fault = failed.fault();
    ticket = null;
    if (fault.kind() == FaultKind.QUOTA && failed.told().isPresent()) {
      routing.quotas().toldReset(by.candidate());
    }
    Runnable tell = () ->
        by.failed(consequence, fault.kind(), failed instanceof Outcome.Unreached ? Optional.empty() : Optional.of(fault.scope()), fault.retryAfterSeconds());
    if (failed instanceof Outcome.Unreached && !alone()) {
      unsettled.add(new Unsettled(by, tell));
    } else {
      if (!(failed instanceof Outcome.Unfit)) { // which was not asked, so nothing is known of the network
        settle();
      }
      tell.run();
    }
    return NobodyAnswered.Miss.failed(by.candidate(), failed, consequence, back(by.candidate(), failed));
  }

  /// When a candidate may be asked again: at the very time it told.
  private Optional<Instant> back(Candidate one, Outcome.Failed failed) {
    return failed.told().map(time -> routing.wall().instant().plus(time)).or(() -> routing.standings().returns(one));
  }

  /// A failure that is not repeated after all counts.
  private Optional<NobodyAnswered.Miss> unrepeated() {
    var failure = repeatable;
    repeatable = null;
    return failure == null ? Optional.empty() : Optional.of(report(failure));
  }

  private void settle() {
    unsettled.forEach(failure -> failure.failed().run());
    unsettled.clear();
  }

  private void endTicket() {
    if (ticket != null) {
      ticket.close();
      ticket = null;
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(routing.nanoTime().getAsLong() - start);
  }

  private Duration sinceAsked() {
    return Duration.ofNanos(routing.nanoTime().getAsLong() - asked);
  }
}
