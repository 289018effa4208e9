package portside.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import portside.provider.Chain.Dealing;
import portside.provider.Chain.Strategy;

/// Orders those that can answer a new conversation, by the strategy of the chain. Each call deals one conversation, so it is not to be asked for one
/// that stays where it is. Requests for which the same members and models can be asked share a round; others do not, or a client that sends two kinds
/// of requests in turn would give each of two members all of one kind. Safe for any number of threads.
public final class Dealer {
  /// Who leads keeps the lead until another is faster by a fifth: speeds go up and down.
  private static final double CLEARLY_FASTER = 1.2;

  /// Routes may pass on whatever names clients make up.
  private static final int ROUNDS = 100;

  private final Dealing dealing;
  private final Speeds speeds;
  private final DoubleSupplier random;
  private final Map<String, Round> rounds = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Round> eldest) {
      return size() > ROUNDS;
    }
  };

  /// @param random at least 0, below 1
  public Dealer(Dealing dealing, Speeds speeds, DoubleSupplier random) {
    this.dealing = dealing;
    this.speeds = speeds;
    this.random = random;
  }

  /// What is remembered between two conversations that the same members and models can answer.
  private static final class Round {
    private final Map<String, Long> credits = new HashMap<>();
    private String leader = "";
  }

  /// All of them, in the order they are asked. Whose speed is known to be below the floor goes behind the others.
  ///
  /// @param aims in the order of the chain, none twice
  public List<Aim> order(List<Aim> aims) {
    return order(aims, true);
  }

  /// The order in which the next conversation will be dealt, as far as that is known; nothing is dealt.
  ///
  /// @param aims in the order of the chain, none twice
  public List<Aim> foreseen(List<Aim> aims) {
    return order(aims, false);
  }

  private List<Aim> order(List<Aim> aims, boolean deals) {
    if (aims.size() < 2) {
      return aims;
    }
    var ordered = switch (dealing.strategy()) {
      case PRIORITY -> aims;
      case WEIGHTED, ROUND_ROBIN -> inTurn(aims, deals);
      case RANDOM -> deals ? shuffled(aims) : aims;
      case FASTEST -> byInverseSpeed(aims);
    };
    return dealing.speedFloor() == 0 ? ordered : ordered.stream().sorted(Comparator.comparing(this::slow)).toList();
  }

  /// Smooth weighted round robin, as nginx has it: everybody gets credit by weight, who has most is first and pays what all got. With weights 3 and 1
  /// this is a, a, b, a. The others follow by their credit, so that it is the next in turn who stands in.
  private List<Aim> inTurn(List<Aim> aims, boolean deals) {
    synchronized (rounds) {
      var round = round(aims);
      var credits = deals ? round.credits : new HashMap<>(round.credits);
      long all = 0;
      for (var aim : aims) {
        credits.merge(aim.name(), (long) weight(aim), Long::sum);
        all += weight(aim);
      }
      var ordered = aims.stream().sorted(Comparator.comparingLong((Aim aim) -> credits.get(aim.name())).reversed()).toList();
      credits.merge(ordered.getFirst().name(), -all, Long::sum);
      return ordered;
    }
  }

  private int weight(Aim aim) {
    return dealing.strategy() == Strategy.WEIGHTED ? dealing.weights().getOrDefault(aim.member().name(), 1) : 1;
  }

  /// Every order is as likely as any other (Fisher and Yates).
  private List<Aim> shuffled(List<Aim> aims) {
    var rest = new ArrayList<>(aims);
    var shuffled = new ArrayList<Aim>();
    while (!rest.isEmpty()) {
      shuffled.add(rest.remove((int) (random.getAsDouble() * rest.size())));
    }
    return List.copyOf(shuffled);
  }

  /// Of whom nothing is known is first: that is how something becomes known.
  private List<Aim> byInverseSpeed(List<Aim> aims) {
    var known = new HashMap<String, Double>();
    aims.forEach(aim -> speed(aim).ifPresent(speed -> known.put(aim.name(), speed)));
    synchronized (rounds) {
      var round = round(aims);
      double lead = known.getOrDefault(round.leader, 0.0) * CLEARLY_FASTER;
      var fastest = aims.stream().map(Aim::name).filter(known::containsKey).min(Comparator.comparingDouble(name -> -known.getOrDefault(name, 0.0)));
      fastest.filter(name -> known.getOrDefault(name, 0.0) >= lead).ifPresent(name -> round.leader = name);
      known.computeIfPresent(round.leader, (_, _) -> Double.MAX_VALUE);
    }
    return aims.stream().sorted(Comparator.comparingDouble(aim -> -known.getOrDefault(aim.name(), Double.POSITIVE_INFINITY))).toList();
  }

  private boolean slow(Aim aim) {
    return speed(aim).orElse(Double.POSITIVE_INFINITY) < dealing.speedFloor();
  }

  private OptionalDouble speed(Aim aim) {
    return speeds.tokensPerSecond(aim.member(), aim.model());
  }

  private Round round(List<Aim> aims) {
    return rounds.computeIfAbsent(aims.stream().map(Aim::name).collect(Collectors.joining("\n")), _ -> new Round());
  }
}
