package portside.console.top;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known at a moment.
///
/// @param at the moment
/// @param zone whose days and clock are meant
/// @param looked whether it has been looked for instances yet
/// @param overview empty until one has come
/// @param instances that run, by name
/// @param running requests that run, newest first
/// @param ended requests that have ended, newest first
/// @param sums of today, by pane; a pane that has none is summed over the requests that ended
/// @param log newest first
/// @param details of the request that was asked for last
/// @param counted how many requests have ended since the start
/// @param missed how many of them came after this moment; more than none only where the picture stands still
record Snapshot(Instant at, ZoneId zone, boolean looked, Optional<Overview> overview, List<Overview.InstanceState> instances, List<RunningRequest> running,
    List<RequestRow> ended, Map<Pane, List<Group>> sums, List<LogLine> log, Optional<RequestDetails> details, long counted, long missed) {
  Snapshot {
    instances = List.copyOf(instances);
    running = List.copyOf(running);
    ended = List.copyOf(ended);
    sums = Map.copyOf(sums);
    log = List.copyOf(log);
  }

  /// This moment, with what came later of the one request that is looked at.
  ///
  /// @param since how many requests have ended by now
  Snapshot with(Optional<RequestDetails> later, long since) {
    return new Snapshot(at, zone, looked, overview, instances, running, ended, sums, log, later, counted, since - counted);
  }

  /// A request that ended, by its id.
  Optional<RequestRow> row(String id) {
    return ended.stream().filter(row -> row.id().equals(id)).findFirst();
  }

  /// A request that runs, by its id.
  Optional<RunningRequest> runningRequest(String id) {
    return running.stream().filter(request -> request.id().equals(id)).findFirst();
  }
}
