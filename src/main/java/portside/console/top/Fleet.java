package portside.console.top;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import portside.console.top.Overview.InstanceState;
import portside.status.RunningInstance;

/// What all instances have told so far. Bounded: the requests that ended last, and as many that run, are kept.
final class Fleet {
  /// Requests that are kept.
  static final int MOST_REQUESTS = 1_000;

  /// An overview may be older than an event that came before it.
  private static final Duration LAG = Duration.ofSeconds(3);

  private final ZoneId zone;
  private final Set<String> found = new TreeSet<>();
  private final Map<String, InstanceState> states = new TreeMap<>();
  private final Map<String, String> problems = new HashMap<>();
  private final SequencedMap<String, RunningRequest> running = new LinkedHashMap<>();
  private final TreeMap<Place, RequestRow> ended = new TreeMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Map<Pane, List<Group>> sums = new EnumMap<>(Pane.class);
  private final Map<String, List<LogLine>> logs = new TreeMap<>();
  private @Nullable Overview overview;
  private @Nullable RequestDetails details;
  private boolean looked;
  private long counted;

  /// Where a request stands among those that ended: the newest first.
  private record Place(Instant began, String id) implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::began).reversed().thenComparing(Place::id);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  Fleet(ZoneId zone) {
    this.zone = zone;
  }

  /// Takes news.
  void take(Happening.News news) {
    switch (news) {
      case Happening.News.Found(var instances) -> found(instances);
      case Happening.News.Overviewed(var all) -> overviewed(all);
      case Happening.News.Unanswered(var instance, var problem) -> problems.put(instance, problem);
      case Happening.News.Began(var request) -> began(request);
      case Happening.News.Ended(var row) -> ended(row);
      case Happening.News.Changed(var state) -> states.merge(state.name(), state, (had, now) -> now.today(had.today())); // it knows only of its process
      case Happening.News.Progressed(var output) -> output.forEach((id, tokens) -> running.computeIfPresent(id, (_, request) -> request.sent(tokens)));
      case Happening.News.Remembered(var rows) -> rows.forEach(this::keep);
      case Happening.News.Summed(var pane, var groups) -> sums.put(pane, List.copyOf(groups));
      case Happening.News.Logged(var instance, var lines) -> logs.put(instance, List.copyOf(lines));
      case Happening.News.Detailed(var request) -> details = request;
      case Happening.News.Said _ -> { } // for the last line of the picture
    }
  }

  private void found(List<RunningInstance> instances) {
    looked = true;
    found.clear();
    instances.forEach(instance -> found.add(instance.name()));
    if (found.isEmpty()) {
      overview = null;
      states.clear();
    }
    // What is gone has said its last; the others may know that it ran.
    problems.keySet().retainAll(found);
    logs.keySet().retainAll(found);
    running.values().removeIf(request -> !found.contains(request.instance()));
  }

  private void overviewed(Overview all) {
    overview = all;
    states.clear();
    for (var state : all.instances()) {
      states.put(state.name(), state);
      problems.remove(state.name());
    }
    all.requests().forEach(this::began);
    // An event that was missed leaves a request behind, which its instance no longer counts.
    var idle = all.instances().stream().filter(state -> state.running() == 0).map(InstanceState::name).toList();
    running.values().removeIf(request -> idle.contains(request.instance()) && request.at().isBefore(all.at().minus(LAG)));
  }

  private void began(RunningRequest request) {
    if (!places.containsKey(request.id())) { // an overview may be older than the end
      running.merge(request.id(), request, (had, now) -> now.output() == 0 ? now.sent(had.output()) : now);
      while (running.size() > MOST_REQUESTS) {
        running.pollFirstEntry();
      }
    }
  }

  private void ended(RequestRow row) {
    if (keep(row)) {
      counted++;
    }
  }

  private boolean keep(RequestRow row) {
    running.remove(row.id());
    var place = new Place(row.at(), row.id());
    if (places.putIfAbsent(row.id(), place) != null) {
      return false;
    }
    ended.put(place, row);
    if (ended.size() > MOST_REQUESTS) {
      places.remove(ended.pollLastEntry().getKey().id());
    }
    return true;
  }

  /// What is known now.
  Snapshot snapshot(Instant now) {
    var names = new TreeSet<>(found);
    names.addAll(states.keySet());
    var instances = names.stream().map(this::state).toList();
    var newest = running.values().stream().sorted(Comparator.comparing(RunningRequest::at).reversed().thenComparing(RunningRequest::id)).toList();
    var lines = new ArrayList<LogLine>();
    logs.values().forEach(lines::addAll);
    lines.sort(Comparator.comparing(LogLine::at).reversed());
    return new Snapshot(now, zone, looked, Optional.ofNullable(overview), instances, newest, List.copyOf(ended.values()), sums, lines,
        Optional.ofNullable(details), counted, 0);
  }

  private InstanceState state(String name) {
    var problem = problems.get(name);
    if (problem != null) {
      return InstanceState.silent(name, "no answer", problem);
    }
    var state = states.get(name);
    return state == null ? InstanceState.silent(name, "…", "") : state;
  }
}
