package portside.routing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The rules of [Standings] once more, written another way: nothing is a state, everything is read out of a diary. Each scope has a list of what
/// happened to it, and each question is answered by looking back through it. One thread; times in milliseconds by one clock.
final class StandingsModel {
  private static final int LENGTH_OF_BREAKER = 30_000;
  private static final int MOST_OF_BREAKER = 600_000;
  private static final int PAUSE = 1_000;

  private enum What { OUT, PROBE, LET_GO, BACK, ANSWER, FAILURE }

  private static final Set<What> OUTAGE = EnumSet.of(What.OUT);
  private static final Set<What> TURNS = EnumSet.of(What.OUT, What.PROBE, What.LET_GO, What.BACK);
  private static final Map<String, List<String>> SCOPES = new HashMap<>();

  /// A line of the diary.
  ///
  /// @param order of everything that began: calls and outages
  private record Line(What what, int order, long at, long end, boolean told, boolean breaker, boolean early, int level, String reason) {
    static Line of(What what, int order, long at) {
      return new Line(what, order, at, 0, false, false, false, 0, "");
    }

    /// The last moment at which it keeps anything away.
    long last() {
      return end + (told ? PAUSE : 0);
    }
  }

  private static final class Call {
    int order;
    String model;
    List<String> scopes;
    boolean closed;
  }

  private final Map<String, List<Line>> diary = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private final int lease;
  private int order;
  long now;

  StandingsModel(int lease) {
    this.lease = lease;
  }

  private static List<String> scopes(String model) {
    return SCOPES.computeIfAbsent(model, _ -> List.of("PROVIDER", "MODEL " + model, "KEY", "KEY_AND_MODEL " + model));
  }

  private List<Line> lines(String scope) {
    return diary.getOrDefault(scope, List.of());
  }

  private void write(String scope, Line line) {
    diary.computeIfAbsent(scope, _ -> new ArrayList<>()).add(line);
  }

  /// The latest line of such a kind; null when there is none.
  private Line latest(String scope, Set<What> kinds) {
    var lines = lines(scope);
    for (int n = lines.size() - 1; n >= 0; n--) {
      if (kinds.contains(lines.get(n).what())) {
        return lines.get(n);
      }
    }
    return null;
  }

  private Line outage(String scope) {
    return latest(scope, OUTAGE);
  }

  private Line turn(String scope) {
    return latest(scope, TURNS);
  }

  private boolean out(String scope) {
    var turn = turn(scope);
    return turn != null && (turn.what() == What.OUT || turn.what() == What.LET_GO || turn.what() == What.PROBE && now >= turn.end());
  }

  private boolean probing(String scope) {
    var turn = turn(scope);
    return turn != null && turn.what() == What.PROBE && now < turn.end();
  }

  /// Whether an outage that is not over keeps calls away: a probe that was let go leaves one only when it was early.
  private boolean kept(String scope) {
    return out(scope) && now < outage(scope).last();
  }

  private int order(String scope) {
    var turn = turn(scope);
    return turn == null ? 0 : turn.order();
  }

  /// What happened since the scope came back.
  private List<Line> since(String scope) {
    var lines = lines(scope);
    var turn = turn(scope);
    return turn == null ? lines : lines.subList(lines.lastIndexOf(turn) + 1, lines.size());
  }

  /// The last outage, while the answers since are too few to forget it.
  private Line unforgotten(String scope) {
    var outage = outage(scope);
    if (outage == null) {
      return null;
    }
    var wanted = outage.breaker() ? 3 : 1;
    return since(scope).stream().filter(line -> line.what() == What.ANSWER).count() < wanted ? outage : null;
  }

  private int row(String scope) {
    int row = 0;
    for (var line : since(scope)) {
      row = line.what() == What.ANSWER ? 0 : row + 1;
    }
    return row;
  }

  private long ofTheLastTen(String scope) {
    var since = since(scope);
    return since.subList(Math.max(0, since.size() - 10), since.size()).stream()
        .filter(line -> line.what() == What.FAILURE && now - line.at() <= 300_000).count();
  }

  /// One line for each scope that keeps a model away.
  List<String> holds(String model) {
    var holds = new ArrayList<String>();
    for (var scope : scopes(model)) {
      if (probing(scope)) {
        holds.add(scope + " probing until " + turn(scope).end());
      } else if (kept(scope)) {
        var outage = outage(scope);
        holds.add(scope + " " + outage.reason() + " until " + outage.end() + (outage.told() ? " told" : outage.breaker() ? " breaker" : ""));
      }
    }
    return holds;
  }

  /// When a model may be asked at the latest; 0 when it may be now.
  long returns(String model) {
    long returns = 0;
    for (var scope : scopes(model)) {
      if (probing(scope) || kept(scope)) {
        returns = Math.max(returns, Math.max(outage(scope).last(), probing(scope) ? turn(scope).end() : 0));
      }
    }
    return returns;
  }

  /// What is known against a scope.
  Map<String, String> seen() {
    var seen = new TreeMap<String, String>();
    for (var scope : diary.keySet()) {
      if (probing(scope) || out(scope)) {
        seen.put(scope, (probing(scope) ? "probing" : "out") + " level " + outage(scope).level());
      } else {
        var outage = unforgotten(scope);
        int level = outage == null ? 0 : outage.level();
        if (level + row(scope) > 0) {
          seen.put(scope, "in level " + level + " failures " + row(scope));
        }
      }
    }
    return seen;
  }

  int claim(String model) {
    return holds(model).isEmpty() ? begin(model, false) : -1;
  }

  int unheld(String model) {
    return begin(model, false);
  }

  int lastChance(String... models) {
    String next = null;
    long due = Long.MAX_VALUE;
    for (var model : models) {
      var holds = holds(model);
      if (holds.isEmpty() || !holds.stream().allMatch(hold -> hold.endsWith("breaker"))) {
        return -1;
      }
      var at = scopes(model).stream().filter(this::kept).mapToLong(scope -> outage(scope).last()).max().orElseThrow();
      if (at < due) {
        due = at;
        next = model;
      }
    }
    return begin(next, true);
  }

  private int begin(String model, boolean early) {
    var call = new Call();
    call.order = ++order;
    call.model = model;
    call.scopes = scopes(model);
    for (var scope : call.scopes) {
      if (out(scope) && (early || !kept(scope))) {
        write(scope, new Line(What.PROBE, call.order, now, now + lease, false, false, kept(scope), 0, ""));
      }
    }
    calls.add(call);
    return calls.size() - 1;
  }

  /// The number of the last call that began.
  int claimed() {
    return calls.size() - 1;
  }

  String asked(int number) {
    return calls.get(number).model;
  }

  boolean probe(int number) {
    var call = calls.get(number);
    return call.scopes.stream().flatMap(scope -> lines(scope).stream()).anyMatch(line -> line.what() == What.PROBE && line.order() == call.order);
  }

  /// Whether nobody has claimed what the call finds out since.
  private boolean holds(Call call, String scope) {
    var turn = turn(scope);
    return turn != null && turn.what() == What.PROBE && turn.order() == call.order;
  }

  void content(int number) {
    var call = calls.get(number);
    if (!call.closed) {
      call.scopes.stream().filter(scope -> holds(call, scope)).forEach(scope -> write(scope, Line.of(What.BACK, call.order, now)));
    }
  }

  void answered(int number) {
    var call = calls.get(number);
    content(number);
    if (call.closed) {
      return;
    }
    call.closed = true;
    for (var scope : call.scopes) {
      var turn = turn(scope);
      if (turn != null && turn.what() == What.PROBE || order(scope) > call.order) {
        continue;
      }
      if (out(scope)) {
        write(scope, Line.of(What.BACK, call.order, now));
      }
      if (!lines(scope).isEmpty()) {
        write(scope, Line.of(What.ANSWER, call.order, now));
      }
    }
  }

  void close(int number) {
    var call = calls.get(number);
    if (!call.closed) {
      call.closed = true;
      call.scopes.stream().filter(scope -> holds(call, scope)).forEach(scope -> write(scope, Line.of(What.LET_GO, call.order, now)));
    }
  }

  /// @param scope as in [#scopes]
  /// @param counts failures for the breaker; 0 for a fault that suffices alone
  /// @param first length of an outage, doubled up to the most
  /// @param told a length; 0 for none
  void failed(int number, String reason, String scope, int counts, long first, long most, long told) {
    var call = calls.get(number);
    if (call.closed) {
      return;
    }
    failed(call, reason, scope, counts, first, most, told);
    close(number);
  }

  private void failed(Call call, String reason, String scope, int counts, long first, long most, long told) {
    var turn = turn(scope);
    var old = order(scope) > call.order;
    var outage = outage(scope);
    if (turn != null && turn.what() == What.PROBE) {
      var early = turn.early();
      if (holds(call, scope) && (told > 0 || !early)) {
        goesOut(scope, reason, counts > 0, early ? outage.level() : outage.level() + 1, first, most, told);
      }
    } else if (out(scope)) {
      if (told > 0 && (!outage.told() || letGo(scope) || outage.end() < now + told)) {
        goesOut(scope, reason, counts > 0, outage.level(), first, most, told);
      }
    } else if (old) {
      if (told > 0) {
        var last = unforgotten(scope);
        goesOut(scope, reason, counts > 0, last == null ? 0 : last.level(), first, most, told);
      }
    } else {
      for (int n = 0; n < counts && told == 0; n++) {
        write(scope, Line.of(What.FAILURE, call.order, now));
      }
      var last = unforgotten(scope);
      if (counts == 0 || told > 0 || last != null || row(scope) >= 3 || ofTheLastTen(scope) >= 5) {
        goesOut(scope, reason, counts > 0, last == null ? 0 : last.level() + 1, first, most, told);
      }
    }
  }

  private boolean letGo(String scope) {
    return turn(scope).what() == What.LET_GO;
  }

  private void goesOut(String scope, String reason, boolean breaker, int level, long first, long most, long told) {
    var length = breaker
        ? Math.min(MOST_OF_BREAKER, LENGTH_OF_BREAKER * Math.pow(2, level))
        : Math.min(most, first * Math.pow(2, level));
    write(scope, new Line(What.OUT, ++order, now, now + (told > 0 ? told : (long) length), told > 0, breaker, false, level, reason));
  }
}
