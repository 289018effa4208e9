package portside.routing;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.Target;
import portside.provider.Tier;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.OneLine;

/// Who can answer a request, before a strategy orders them. The first of these that says something counts:
///
/// 1. what the client chose;
/// 2. the first route for that name; the settings put those for one name before those for several;
/// 3. for a name of the Claude families the order of its tier, each member with its own mapping; any member can answer it;
/// 4. for any other name the members that have that model. Nobody else is asked for it: an answer of another model would not be what was asked for.
public final class Targets {
  /// Of what a client typed, in an error.
  private static final int LONGEST_NAME = 100;

  private final Chain chain;
  private final List<String> order;
  private final List<Provider> members;
  private final String requested;
  private final String bare;

  private Targets(Chain chain, List<String> order, String requested) {
    this.chain = chain;
    this.order = order;
    this.members = ordered(chain.members(), Provider::name);
    this.requested = requested;
    this.bare = Provider.Models.bare(requested);
  }

  /// What came of it.
  public sealed interface Result {}

  /// At least one, none twice.
  ///
  /// @param aims in the order of the chain, or of what names them
  /// @param chosen so many of them, from the first, are the client's own choice; strategies leave them where they are
  /// @param pinned only these are asked, also when they are out
  public record Found(List<Aim> aims, int chosen, boolean pinned) implements Result {}

  /// The client chose a member that is none.
  public record Unknown(Fault fault) implements Result {}

  /// @param order of the members, as a person set it while the chain runs; empty for that of the file. It also orders tiers, not routes
  /// @param requestedModel as the client names it
  /// @param choice of the client; without meaning where there is one member, or clients may not choose
  public static Result of(Chain chain, List<String> order, String requestedModel, Optional<Choice> choice) {
    var targets = new Targets(chain, order, requestedModel);
    return choice.filter(_ -> chain.several() && chain.pins()).map(targets::chosen).orElseGet(() -> new Found(targets.usual(), 0, false));
  }

  /// The fault of naming members that are none; empty when all are.
  static Optional<Fault> unknown(Chain chain, Stream<String> named) {
    return named.filter(name -> chain.member(name).isEmpty()).findFirst().map(name -> Fault.of(FaultKind.INVALID_REQUEST,
        "no provider here is called `" + OneLine.of(name, LONGEST_NAME) + "`; there are "
            + chain.members().stream().map(Provider::name).collect(Collectors.joining(", "))));
  }

  private Result chosen(Choice choice) {
    var unknown = unknown(chain, choice.targets().stream().map(Target::member));
    return switch (choice) {
      case Choice.Only only -> unknown.<Result>map(Unknown::new).orElseGet(() -> {
        var aims = distinct(aims(only.targets()));
        return new Found(aims, aims.size(), true);
      });
      case Choice.First first -> unknown.<Result>map(Unknown::new).orElseGet(() -> before(first.targets()));
      case Choice.Session session -> before(session.targets());
    };
  }

  private Found before(List<Target> targets) {
    var chosen = distinct(aims(targets));
    return new Found(distinct(Stream.concat(chosen.stream(), usual().stream())), chosen.size(), false);
  }

  private List<Aim> usual() {
    return distinct(route().map(route -> aims(route.targets()))
        .or(() -> tier().map(tier -> aims(ordered(requireNonNull(chain.orders().get(tier)), Target::member))))
        .orElseGet(this::owners));
  }

  private Optional<Chain.Route> route() {
    return chain.routes().stream().filter(route -> route.matches(requested) || route.matches(bare)).findFirst();
  }

  /// A member that calls a model of its own by a Claude name does not keep the others from answering it.
  private Optional<Tier> tier() {
    return members.stream().flatMap(member -> member.models().tier(requested).stream()).findFirst();
  }

  private Stream<Aim> owners() {
    var alias = !requested.strip().startsWith(bare); // one is published with the name of its member
    return Stream.of(alias ? address() : List.<Aim>of(), mapped(), address(), known()).filter(aims -> !aims.isEmpty()).findFirst()
        .orElseGet(() -> List.of(aim(members.getFirst(), bare))).stream();
  }

  /// It is one of the three models of a member.
  private List<Aim> mapped() {
    return members.stream().filter(member -> member.models().distinct().contains(bare)).map(member -> aim(member, bare)).toList();
  }

  /// It is `member/model`. A lone member's models may have a slash in their names, and it is asked for nothing but its models.
  private List<Aim> address() {
    var slash = bare.indexOf('/');
    var model = bare.substring(slash + 1);
    return slash < 0 || model.isEmpty() || !chain.several()
        ? List.of()
        : chain.member(bare.substring(0, slash)).map(member -> List.of(aim(member, model))).orElse(List.of());
  }

  /// What is known of the member's models is also known of this one.
  private List<Aim> known() {
    return members.stream().filter(member -> member.knows(bare)).map(member -> aim(member, bare)).toList();
  }

  private Stream<Aim> aims(List<Target> targets) {
    return targets.stream().flatMap(target -> chain.member(target.member()).stream().map(member -> aim(member, model(member, target))));
  }

  private Aim aim(Provider member, String model) {
    return Aim.of(member, model, Provider.Models.wide(requested));
  }

  private String model(Provider member, Target target) {
    return switch (target.model()) {
      case Target.Mapped _ -> member.models().of(requested);
      case Target.Named(var model) -> model;
      case Target.AsAsked _ -> bare;
    };
  }

  private static List<Aim> distinct(Stream<Aim> aims) {
    var seen = new HashSet<String>();
    return aims.filter(aim -> seen.add(aim.name())).toList();
  }

  /// As a person ordered the members. Those who are not named come last, as they were.
  private <T> List<T> ordered(List<T> given, Function<T, String> name) {
    return order.isEmpty()
        ? given
        : given.stream().sorted(Comparator.comparingInt(one -> order.contains(name.apply(one)) ? order.indexOf(name.apply(one)) : order.size())).toList();
  }
}
