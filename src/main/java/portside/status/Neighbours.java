package portside.status;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.ledger.UsageSums;
import portside.wire.Json;

/// The other instances of this machine, asked over the loopback with the tokens of their processes. Their events are read while a page is open.
///
/// ```
///              answers                    does not answer in time
///   unknown ───────────► shown as it says ─────────────────────────► down
///                            ▲   │ its process is gone                 │
///                            └───┼─────────────────────────────────────┘
///                                ▼
///                              down, for an hour
/// ```
final class Neighbours implements AutoCloseable {
  /// How long one may take to answer.
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /// How long one that is gone is shown.
  static final Duration GONE = Duration.ofHours(1);

  /// The most whose events are read.
  static final int MOST = 32;

  private static final Duration SILENCE = EventHub.PING.multipliedBy(2);
  private static final int LONGEST_LINE = 1 << 20;

  /// Takes an event of a neighbour.
  interface Listener {
    void elsewhere(String name, JsonObject data);
  }

  /// @param at when it was heard of last
  private record Known(JsonObject instance, Instant at) {}

  private final Supplier<List<RunningInstance>> running;
  private final Supplier<String> ownToken;
  private final Listener listener;
  private final InstantSource clock;
  private final Map<String, Known> known = new HashMap<>();
  private final Map<RunningInstance, Follower> followers = new ConcurrentHashMap<>();

  /// @param running all that run, this one included
  /// @param ownToken tells which of them is this one
  /// @param listener takes their events
  Neighbours(Supplier<List<RunningInstance>> running, Supplier<String> ownToken, Listener listener, InstantSource clock) {
    this.running = running;
    this.ownToken = ownToken;
    this.listener = listener;
    this.clock = clock;
  }

  /// What each says of itself: its own overview, or an `instances` list with its name and the state `down`. All are asked at once.
  List<JsonObject> overviews() {
    var others = others();
    return known(others, answers(others, "/dashboard/data/overview?own=true"));
  }

  /// The last lines of their logs, in the order of each; none of one that does not answer.
  ///
  /// @param most how many of each
  List<JsonObject> log(int most) {
    var lines = new ArrayList<JsonObject>();
    for (var answer : answers(others(), "/dashboard/data/log?own=true&limit=" + most).entrySet()) {
      if (answer.getValue().get("lines") instanceof JsonArray list) {
        list.stream().filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject)
            .map(line -> Json.BUILD.createObjectBuilder(line).add("instance", answer.getKey().name()).build()).forEach(lines::add);
      }
    }
    return lines;
  }

  private static Map<RunningInstance, JsonObject> answers(List<RunningInstance> others, String path) {
    var answers = new ConcurrentHashMap<RunningInstance, JsonObject>();
    var asked = new CountDownLatch(others.size());
    for (var other : others) {
      Thread.startVirtualThread(() -> {
        try {
          var answer = answer(other, path);
          if (answer != null) {
            answers.put(other, answer);
          }
        } finally {
          asked.countDown();
        }
      });
    }
    try {
      asked.await(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Map.copyOf(answers); // what comes later comes too late
  }

  private static @Nullable JsonObject answer(RunningInstance other, String path) {
    try {
      var answer = new InstanceCall(other, PATIENCE).get(path);
      return answer.status() == 200 ? Json.object(answer.body()) : null;
    } catch (IOException | Json.Malformed e) {
      return null;
    }
  }

  private synchronized List<JsonObject> known(List<RunningInstance> others, Map<RunningInstance, JsonObject> answers) {
    var all = new ArrayList<JsonObject>();
    var here = new ArrayList<String>(List.of());
    for (var other : others) {
      here.add(other.name());
      var answer = answers.get(other);
      if (answer == null) {
        all.add(overview(down(other.name(), other.url(), "does not answer")));
      } else {
        all.add(answer);
        known.put(other.name(), new Known(instance(answer, other), clock.instant()));
      }
    }
    known.values().removeIf(gone -> gone.at().isBefore(clock.instant().minus(GONE)));
    known.forEach((name, gone) -> {
      if (!here.contains(name)) {
        all.add(overview(down(name, gone.instance().getString("url", ""), "its process is gone")));
      }
    });
    return all;
  }

  private static JsonObject instance(JsonObject overview, RunningInstance other) {
    return overview.get("instances") instanceof JsonArray list && !list.isEmpty() && list.getFirst() instanceof JsonObject instance
        ? instance : down(other.name(), other.url(), "");
  }

  private static JsonObject overview(JsonObject instance) {
    return Json.BUILD.createObjectBuilder().add("instances", Json.BUILD.createArrayBuilder().add(instance))
        .add("running_requests", JsonValue.EMPTY_JSON_ARRAY).add("budgets", JsonValue.EMPTY_JSON_ARRAY).build();
  }

  private static JsonObject down(String name, String url, String note) {
    return Json.BUILD.createObjectBuilder().add("name", name).add("url", url).add("dashboard", url + "/dashboard").add("state", "down").add("note", note)
        .add("running", 0).add("requests_5m", 0).add("failed_5m", 0).addNull("first_ms_p50").addNull("tokens_per_second")
        .add("today", SumsJson.of(UsageSums.NONE)).addNull("models").add("providers", JsonValue.EMPTY_JSON_ARRAY).addNull("uptime_seconds").build();
  }

  private List<RunningInstance> others() {
    var own = ownToken.get();
    return running.get().stream().filter(instance -> !instance.token().equals(own)).limit(MOST).toList();
  }

  /// Reads the events of all that run, or of none.
  void follow(boolean watched) {
    var wanted = watched ? others() : List.<RunningInstance>of();
    followers.forEach((instance, follower) -> {
      if (!wanted.contains(instance)) {
        follower.close();
      }
    });
    for (var instance : wanted) {
      if (!followers.containsKey(instance)) {
        var follower = new Follower(instance);
        followers.put(instance, follower);
        Thread.ofVirtual().name("neighbour " + instance.name()).start(follower::read);
      }
    }
  }

  /// What their running requests have passed on so far.
  List<JsonArray> progress() {
    return followers.values().stream().map(follower -> follower.progress).filter(progress -> !progress.isEmpty()).toList();
  }

  @Override
  public void close() {
    follow(false);
  }

  /// Reads the events of one neighbour until the connection ends.
  private final class Follower {
    private final RunningInstance instance;
    private volatile JsonArray progress = JsonValue.EMPTY_JSON_ARRAY;
    private volatile boolean closed;
    private volatile @Nullable InputStream events;

    Follower(RunningInstance instance) {
      this.instance = instance;
    }

    void read() {
      try (var in = new InstanceCall(instance, SILENCE).stream("/dashboard/data/events?own=true")) {
        events = in;
        if (closed) {
          return;
        }
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        var name = "";
        for (String line; (line = lines.readLine()) != null && line.length() < LONGEST_LINE; ) {
          if (line.startsWith("event: ")) {
            name = line.substring("event: ".length());
          } else if (line.startsWith("data: ")) {
            take(name, Json.object(line.substring("data: ".length())));
          }
        }
      } catch (IOException | Json.Malformed e) {
        // It is asked again with the next beat, if it still runs.
      } finally {
        followers.remove(instance, this);
      }
    }

    private void take(String name, JsonObject data) {
      switch (name) {
        case "progress" -> progress = data.get("running") instanceof JsonArray running ? running : JsonValue.EMPTY_JSON_ARRAY;
        case "begin", "health" -> listener.elsewhere(name, data);
        case "entry" -> {
          progress = without(progress, data.getString("id", ""));
          listener.elsewhere(name, data);
        }
        default -> {} // what a later version may tell
      }
    }

    private static JsonArray without(JsonArray progress, String id) {
      var rest = Json.BUILD.createArrayBuilder();
      progress.stream().filter(one -> !(one instanceof JsonObject request && request.getString("id", "").equals(id))).forEach(rest::add);
      return rest.build();
    }

    void close() {
      closed = true;
      followers.remove(instance, this);
      var in = events;
      if (in != null) {
        Thread.startVirtualThread(() -> {
          try {
            in.close(); // may wait for a read that is going on
          } catch (IOException e) {
            // it is closed
          }
        });
      }
    }
  }
}
