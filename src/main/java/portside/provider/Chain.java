package portside.provider;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The providers of an instance: in which order they are asked for what, and when the next one is. A plain instance is a chain of one.
///
/// @param members in the order of `CHAIN`, each name once
/// @param orders who is asked for the models of the Claude families; every tier has one
/// @param routes what is asked for some names, in the order in which they are tried: the first that matches counts
/// @param dealing how new conversations are shared out
/// @param stickiness how long a conversation stays where its prompt cache is
/// @param patience when the next one is asked
/// @param breaker when one that fails is left alone
/// @param hedgeAfter the silence after which a second one is asked as well; zero for never
/// @param coalesce whether equal requests that run at the same time become one
/// @param pins whether clients may choose a member
/// @param reload when the files are read anew
/// @param shared whether standings are shared with other instances
public record Chain(List<Provider> members, Map<Tier, List<Target>> orders, List<Route> routes, Dealing dealing, Stickiness stickiness,
    Patience patience, Breaker breaker, Duration hedgeAfter, boolean coalesce, boolean pins, Reload reload, boolean shared) {

  /// The chain of a plain instance, with the defaults of every other.
  public static Chain of(Provider only) {
    var orders = new EnumMap<Tier, List<Target>>(Tier.class);
    for (var tier : Tier.values()) {
      orders.put(tier, List.of(Target.mapped(only.name())));
    }
    return new Chain(List.of(only), orders, List.of(), Dealing.USUAL, Stickiness.USUAL, Patience.USUAL, Breaker.USUAL, Duration.ZERO, false, true,
        Reload.MANUAL, false);
  }

  /// The same with tokens that come from somewhere.
  ///
  /// @param sources gives the source of a destination's credential
  public Chain tokensFrom(BiFunction<Destination, Credential.Token, TokenSource> sources) {
    if (members.stream().allMatch(member -> member.destination().token().isEmpty())) {
      return this;
    }
    return new Chain(members.stream().map(member -> member.tokensFrom(sources)).toList(), orders, routes, dealing, stickiness, patience, breaker, hedgeAfter,
        coalesce, pins, reload, shared);
  }

  /// The same with members that know what their accounts are offered.
  ///
  /// @param sources gives what is known of a member's account
  public Chain offered(Function<Provider, ModelSource> sources) {
    if (members.stream().noneMatch(member -> member.dialect().offersByAccount())) {
      return this;
    }
    return new Chain(members.stream().map(member -> member.dialect().offersByAccount() ? member.offered(sources.apply(member)) : member).toList(), orders, routes,
        dealing, stickiness, patience, breaker, hedgeAfter, coalesce, pins, reload, shared);
  }

  /// The member of that name.
  public Optional<Provider> member(String name) {
    return members.stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /// Who is preferred.
  public Provider first() {
    return members.getFirst();
  }

  /// Whether a member is asked with what the client shows, so that nothing else can be shown in these headers.
  public boolean fromClient() {
    return members.stream().anyMatch(member -> member.destination().fromClient());
  }

  /// Whether more than one provider is named.
  public boolean several() {
    return members.size() > 1;
  }

  /// Who is asked for the models of a tier.
  public List<Target> order(Tier tier) {
    return Objects.requireNonNull(orders.get(tier));
  }

  /// The model of a target that is asked for a tier; empty when it is the one that the client names.
  public Optional<String> model(Target target, Tier tier) {
    return member(target.member()).flatMap(member -> target.model().of(tier, member.models()));
  }

  /// Where requests for some names go.
  ///
  /// @param pattern an exact name, one with `*` for any text, or `/regular expression/`, which is searched for in the name
  /// @param targets in the order they are asked
  public record Route(String pattern, List<Target> targets) {
    private static final int LONGEST_NAME = 256;

    /// Whether a name the client sent is meant. The case of letters does not count, nor does a `[1m]` at its end unless the pattern asks for it.
    public boolean matches(String requested) {
      var name = requested.strip();
      var names = new NamePattern(pattern);
      return name.length() <= LONGEST_NAME && (names.covers(name) || names.covers(Provider.Models.withoutWindow(name)));
    }

    /// Whether it is for one name, and so comes before those for several.
    public boolean exact() {
      return new NamePattern(pattern).exact();
    }

    /// What is wrong with its regular expression; empty when it can be used.
    public Optional<String> fault() {
      return new NamePattern(pattern).fault();
    }
  }

  /// How new conversations are shared out among the targets of a request.
  ///
  /// @param weights of the members, for [Strategy#WEIGHTED]; a member that has none has 1
  /// @param speedFloor output tokens a second below which one goes behind the others; 0 for none
  public record Dealing(Strategy strategy, Map<String, Integer> weights, int speedFloor) {
    public static final Dealing USUAL = new Dealing(Strategy.PRIORITY, Map.of(), 0);
  }

  /// The value of `STRATEGY`.
  public enum Strategy {
    PRIORITY,
    WEIGHTED,
    ROUND_ROBIN,
    RANDOM,
    FASTEST
  }

  /// @param idle a conversation goes back to the order when it was idle so long; zero for no staying at all
  /// @param away it then returns to the first of its order even when it was never idle
  /// @param shortWait a told wait up to this is waited for by a conversation at home
  public record Stickiness(Duration idle, Duration away, Duration shortWait) {
    public static final Stickiness USUAL = new Stickiness(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofSeconds(5));
  }

  /// @param firstToken how long the first word of a stream may take while somebody else can be asked; zero for no limit
  /// @param within no further attempt begins later than this after the request came
  /// @param mostTries calls to providers for one request, healing aside
  /// @param on400 whether a request that is refused as wrong is shown to the next one
  public record Patience(Duration firstToken, Duration within, int mostTries, boolean on400) {
    public static final Patience USUAL = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(180), 6, false);
  }

  /// @param failures in a row after which one is left alone; 0 for never
  /// @param recovery how long, at first
  /// @param maxRecovery how long at most
  public record Breaker(int failures, Duration recovery, Duration maxRecovery) {
    public static final Breaker USUAL = new Breaker(3, Duration.ofSeconds(30), Duration.ofMinutes(10));
  }

  /// When the files of a chain are read anew.
  public enum Reload {
    /// When somebody asks for it.
    MANUAL,
    /// When one of them changes, too.
    WATCH
  }
}
