package portside.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.copilot.CopilotModel;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Wire;
import portside.provider.dialect.Lesson;
import portside.upstream.Upstream;

/// The chain in force and the ways to its members: gives each request the [Plan] of its walk. Safe for any number of threads.
public final class Routes {
  /// A chain as it is asked. Running requests keep theirs when another takes its place.
  ///
  /// @param number from 1; one more with each reload
  /// @param chain who is asked
  /// @param ways to the members, by their names
  /// @param dealer shares new conversations out
  public record Generation(int number, Chain chain, Map<String, Upstream> ways, Dealer dealer) {}

  private final Routing routing;
  private volatile Generation current;

  /// @param chain who is asked
  /// @param ways to the members, by their names
  /// @param routing what is remembered between requests
  public Routes(Chain chain, Map<String, Upstream> ways, Routing routing) {
    this.routing = routing;
    this.current = generation(1, chain, ways);
  }

  private Generation generation(int number, Chain chain, Map<String, Upstream> ways) {
    return new Generation(number, chain, Map.copyOf(ways), new Dealer(chain.dealing(), routing.speeds(), routing.random()));
  }

  /// What is in force now.
  public Generation current() {
    return current;
  }

  /// What is remembered between requests.
  public Routing routing() {
    return routing;
  }

  /// Puts another chain in force for the requests that come from now on.
  ///
  /// @return the one that was
  public synchronized Generation replace(Chain chain, Map<String, Upstream> ways) {
    var old = current;
    current = generation(old.number() + 1, chain, ways);
    return old;
  }

  /// The walk of a request through its candidates.
  public Plan plan(Demand demand) {
    var generation = current;
    var targets = targets(generation, demand);
    // who is asked first is asked by the right name, in the right language
    var waited = targets instanceof Targets.Found found && found.aims().getFirst().member().dialect().offered().await();
    return switch (waited ? targets(generation, demand) : targets) {
      case Targets.Unknown(var fault) -> Plan.refused(routing, generation.chain(), demand, fault);
      case Targets.Found found -> plan(generation, demand, found, generation.dealer()::order);
    };
  }

  /// Who would be asked first now; of those who cannot be asked the first. No conversation is dealt.
  public Candidate first(Demand demand) {
    var generation = current;
    return targets(generation, demand) instanceof Targets.Found found
        ? plan(generation, demand, found, generation.dealer()::foreseen).first()
        : candidates(generation, List.of(mapped(generation, demand)), Optional.empty()).getFirst();
  }

  /// Who speaks one of these wires, for a request that passes untranslated: of the members the client chose, else of all, the first in order,
  /// before those that cannot be asked.
  ///
  /// @param model the client names; empty for none
  public Optional<Candidate> speaking(Set<Wire> wires, String model, Optional<Choice> choice) {
    var generation = current;
    var chosen = choice.map(Choice::targets).orElse(List.of()).stream().flatMap(target -> generation.chain().member(target.member()).stream()).toList();
    var members = new ArrayList<>(chosen);
    if (!(choice.orElse(null) instanceof Choice.Only)) {
      routing.preferences().order(generation.chain()).forEach(name -> generation.chain().member(name).ifPresent(members::add));
    }
    return members.stream()
        .flatMap(member -> speaking(member, wires, model).stream())
        .map(aim -> candidates(generation, List.of(aim), Optional.empty()).getFirst())
        .min(Comparator.comparing(candidate -> candidate.provider().obstacle().isPresent())); // the first of them
  }

  /// What a member is asked for in one of these languages: the model that is named; where none is, the first that it is asked for in them.
  private Optional<Aim> speaking(Provider member, Set<Wire> wires, String model) {
    var offered = member.dialect().offered();
    offered.await();
    var all = offered.known().stream().flatMap(models -> models.usable().stream()).map(CopilotModel::id);
    var names = model.isEmpty() ? Stream.concat(member.asked().stream(), all) : Stream.of(model);
    return names.map(name -> Aim.of(member, name, false)).filter(aim -> wires.contains(row(aim).get(Column.WIRE))).findFirst();
  }

  /// Keeps what an answer taught about the model that gave it.
  ///
  /// @param said what the provider did
  public void learned(Candidate candidate, Lesson lesson, String said) {
    routing.lessons().learn(candidate.provider(), candidate.model(), lesson, said);
  }

  private Targets.Result targets(Generation generation, Demand demand) {
    return Targets.of(generation.chain(), routing.preferences().promoted(generation.chain()), demand.model(), demand.choice());
  }

  private static Aim mapped(Generation generation, Demand demand) {
    var first = generation.chain().first();
    return Aim.of(first, first.models().of(demand.model()), Provider.Models.wide(demand.model()));
  }

  /// @param dealing orders those that can answer a new conversation
  private Plan plan(Generation generation, Demand demand, Targets.Found found, UnaryOperator<List<Aim>> dealing) {
    var chain = generation.chain();
    if (found.aims().size() == 1) {
      return new Plan(routing, chain, demand, candidates(generation, found.aims(), Optional.empty()), found.pinned(), Optional.empty(), found.aims().getFirst());
    }
    var home = found.chosen() > 0
        ? Optional.<Bindings.Home>empty()
        : routing.bindings().home(demand.conversation(), Plan.models(chain, demand), chain.stickiness());
    var order = new ArrayList<>(found.aims().subList(0, found.chosen()));
    var others = found.aims().subList(found.chosen(), found.aims().size());
    order.addAll(home.isPresent() ? others : dealing.apply(others));
    seeingFirst(order, demand);
    var first = order.getFirst();
    if (home.isPresent() && home.get().awayOver()) {
      var back = new Plan(routing, chain, demand, candidates(generation, order, Optional.empty()), found.pinned(), Optional.empty(), first);
      if (back.beginsWith(first)) {
        return back;
      }
    }
    home.flatMap(it -> order.stream().filter(it::is).findFirst()).ifPresent(at -> {
      order.remove(at);
      order.addFirst(at);
    });
    seeingFirst(order, demand); // a picture is worth more than a warm cache
    return new Plan(routing, chain, demand, candidates(generation, order, home), found.pinned(), home, first);
  }

  /// Puts those that see no pictures behind the others, where there are any in the request.
  private void seeingFirst(List<Aim> order, Demand demand) {
    if (demand.pictures()) {
      order.sort(Comparator.comparing(aim -> !row(aim).get(Column.IMAGES)));
    }
  }

  /// All that a member can be asked with: its models, each with each key in the order of the file.
  public List<Candidate> candidates(Provider member) {
    var way = current.ways().get(member.name());
    var keys = IntStream.rangeClosed(1, member.destination().credentials().size()).boxed().toList();
    return way == null ? List.of() : member.models().distinct().stream().map(model -> Aim.of(member, model, false))
        .flatMap(aim -> keys.stream().map(key -> new Candidate(member, key, way, aim.model(), row(aim), false))).toList();
  }

  private List<Candidate> candidates(Generation generation, List<Aim> aims, Optional<Bindings.Home> home) {
    var candidates = new ArrayList<Candidate>();
    for (var aim : aims) {
      var row = row(aim);
      var way = Objects.requireNonNull(generation.ways().get(aim.member().name()));
      for (var place : routing.keys().places(aim.member(), home.filter(it -> it.is(aim)).flatMap(it -> it.place(aim)))) {
        candidates.add(new Candidate(aim.member(), place, way, aim.model(), row, false));
      }
    }
    return candidates;
  }

  private Dialect row(Aim aim) {
    return routing.lessons().applied(aim.member(), aim.model(), aim.member().dialect().row(aim.model()));
  }
}
