package portside.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import portside.ledger.Gauges;
import portside.provider.Provider;
import portside.routing.Candidate;
import portside.routing.OutageScope;
import portside.routing.Quotas;
import portside.routing.Routes;
import portside.routing.Standings;
import portside.status.MemberState.OneKey;
import portside.status.MemberState.Part;
import portside.status.MemberState.Word;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// Says how each member of the chain stands, from what routing remembers. Asks no provider.
public final class MemberStates {
  private static final Set<FaultKind> USED_UP = EnumSet.of(FaultKind.QUOTA);
  private static final Set<FaultKind> REFUSED =
      EnumSet.of(FaultKind.AUTHENTICATION, FaultKind.BILLING, FaultKind.PERMISSION, FaultKind.NOT_FOUND, FaultKind.MISDIRECTED);

  private final Routes routes;

  /// @param routes whose members they are
  public MemberStates(Routes routes) {
    this.routes = routes;
  }

  /// What keeps a candidate from being asked.
  private record Barrier(FaultKind reason, Instant until) {}

  /// All members, in the order in which they are asked.
  List<MemberState> all() {
    var chain = routes.current().chain();
    var order = routes.routing().preferences().order(chain);
    var seen = routes.routing().standings().seen();
    return chain.members().stream().map(member -> state(member, order.indexOf(member.name()) + 1, chain.several(), seen))
        .sorted(Comparator.comparingInt(MemberState::order)).toList();
  }

  /// Whether each model of each member is left alone: by all keys, for whatever reason.
  public List<Gauges.Breaker> breakers() {
    var breakers = new ArrayList<Gauges.Breaker>();
    for (var member : routes.current().chain().members()) {
      var open = new LinkedHashMap<String, Boolean>();
      routes.candidates(member).forEach(candidate -> open.merge(candidate.model(), barrier(candidate).isPresent(), Boolean::logicalAnd));
      open.forEach((model, left) -> breakers.add(new Gauges.Breaker(member.name(), model, left)));
    }
    return breakers;
  }

  private MemberState state(Provider member, int order, boolean several, List<Standings.Seen> all) {
    var seen = all.stream().filter(one -> one.scope().address().equals(member.site())).toList();
    var candidates = routes.candidates(member);
    var barriers = candidates.stream().map(this::barrier).toList();
    var barred = barriers.stream().flatMap(Optional::stream).toList();
    var free = barred.size() < barriers.size();
    var obstacle = member.obstacle().isPresent();
    var alone = !several && candidates.stream().map(Candidate::key).distinct().count() == 1; // is asked whatever came before
    var last = barred.stream().max(Comparator.comparing(Barrier::until));
    return new MemberState(member, order, obstacle ? Word.UNCONFIGURED : word(barred, free), !obstacle && (free || alone),
        last.map(Barrier::reason), last.map(Barrier::until), whole(member, seen), models(member, seen), keys(member, seen));
  }

  private Optional<Barrier> barrier(Candidate candidate) {
    var holds = routes.routing().standings().holds(candidate).stream().map(hold -> new Barrier(hold.reason(), hold.until()));
    var quota = exhausted(candidate).map(it -> new Barrier(FaultKind.QUOTA, it.back()));
    return Stream.concat(holds, quota.stream()).max(Comparator.comparing(Barrier::until));
  }

  private Optional<Quotas.Exhausted> exhausted(Candidate candidate) {
    return routes.routing().quotas().exhausted(candidate);
  }

  private static Word word(List<Barrier> barred, boolean free) {
    if (barred.isEmpty()) {
      return Word.HEALTHY;
    }
    if (free) {
      return Word.DEGRADED;
    }
    return barred.stream().allMatch(one -> USED_UP.contains(one.reason()))
        ? Word.QUOTA_EXCEEDED : barred.stream().allMatch(one -> REFUSED.contains(one.reason())) ? Word.UNAVAILABLE : Word.COOLING_DOWN;
  }

  private static Part whole(Provider member, List<Standings.Seen> seen) {
    return seen.stream().filter(one -> is(one.scope(), Scope.PROVIDER, member.name(), "")).findFirst().map(one -> part("", one)).orElse(Part.in(""));
  }

  private static List<Part> models(Provider member, List<Standings.Seen> seen) {
    var parts = new ArrayList<Part>();
    var known = seen.stream().filter(one -> is(one.scope(), Scope.MODEL, member.name(), "")).toList();
    var asked = member.asked();
    for (var model : asked) {
      parts.add(known.stream().filter(one -> one.scope().model().equals(model)).findFirst().map(one -> part(model, one)).orElse(Part.in(model)));
    }
    known.stream().filter(one -> !asked.contains(one.scope().model())).map(one -> part(one.scope().model(), one)).forEach(parts::add);
    return parts;
  }

  private List<OneKey> keys(Provider member, List<Standings.Seen> seen) {
    var credentials = member.destination().credentials();
    return IntStream.rangeClosed(1, credentials.size()).mapToObj(place -> {
      var digest = credentials.get(place - 1).digest();
      var self = seen.stream().filter(one -> is(one.scope(), Scope.KEY, "", digest)).findFirst().map(one -> part("", one)).orElse(Part.in(""));
      var models = seen.stream().filter(one -> is(one.scope(), Scope.KEY_AND_MODEL, "", digest)).map(one -> part(one.scope().model(), one))
          .filter(part -> !part.isIn()).toList();
      var used = routes.candidates(member).stream().filter(one -> one.key() == place).findFirst().flatMap(this::exhausted);
      var spent = used.map(it -> new Part("", "out", 0, 0, Optional.of(FaultKind.QUOTA), Optional.of(it.back()))).orElse(self);
      return new OneKey(place, self.isIn() ? spent : self, models, routes.routing().quotas().usage(member, place));
    }).toList();
  }

  private static boolean is(OutageScope scope, Scope kind, String member, String key) {
    return scope.scope() == kind && scope.member().equals(member) && scope.key().equals(key);
  }

  private static Part part(String name, Standings.Seen seen) {
    return new Part(name, seen.state(), seen.failures(), seen.level(), seen.reason(), seen.until());
  }
}
