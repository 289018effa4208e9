package portside.status;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.ledger.Begun;
import portside.ledger.Ledger;
import portside.ledger.LedgerEntry;
import portside.status.EventStream.Topic;
import portside.wire.Json;

/// Tells open pages what happens: `begin` and `entry` of requests, `health` when an instance changes, `progress` while something runs, lines of the log.
///
/// A request's thread only leaves a note here, and none while no page is open. A thread makes events of the notes and beats once a second; it ends with
/// the last stream.
public final class EventHub implements Ledger, AutoCloseable {
  /// How a stream begins: the last requests, then what runs.
  static final int REPLAYED = RecentRequests.MOST;

  static final Duration BEAT = Duration.ofSeconds(1);
  static final Duration PING = Duration.ofSeconds(15);
  private static final int BEATS_TO_PING = (int) PING.dividedBy(BEAT);
  private static final int BEATS_TO_HEALTH = 2;
  private static final int MOST_NOTES = 2_000;
  private static final int REPLAYED_LINES = 100;
  private static final long NEWS = Long.MAX_VALUE;
  private static final Logger LOG = System.getLogger(EventHub.class.getName());

  /// What happened, until an event is made of it.
  private sealed interface Note {
    record Began(long number, Begun request) implements Note {}

    record Ended(long number, LedgerEntry entry) implements Note {}

    record Logged(LogLines.Line line) implements Note {}

    record Elsewhere(String name, JsonObject data) implements Note {}
  }

  /// What is told.
  interface Source {
    /// What a page is told of a request that ended.
    JsonObject row(LedgerEntry entry);

    /// How this instance stands, seen from itself.
    JsonObject self();

    /// The same with what this and earlier processes recorded.
    JsonObject withHistory(JsonObject instance);

    /// Looks after the neighbours.
    ///
    /// @param watched whether a page is open that shows them
    void beat(boolean watched);

    /// What the running requests of the neighbours have passed on so far.
    List<JsonArray> progressElsewhere();
  }

  private final String instance;
  private final Source source;
  private final RunningRequests running;
  private final RecentRequests recent = new RecentRequests();
  private final LogLines log;
  private final LongSupplier nanoTime;
  private final boolean ownThread;
  private final EventStreams streams = new EventStreams();
  private final BlockingQueue<Note> notes = new ArrayBlockingQueue<>(MOST_NOTES);
  /// The last events of neighbours.
  private final Deque<byte[]> elsewhere = new ArrayDeque<>();
  private Runnable leaveLog = () -> {};
  private volatile boolean watched;
  private long number;
  private long beats;
  private @Nullable JsonObject told;
  private boolean failing;

  /// @param instance whose hub it is
  /// @param running knows what runs
  /// @param nanoTime the clock by which readers are slow
  /// @param ownThread false leaves the work to the caller of [#work()] and [#beat()]
  EventHub(String instance, Source source, RunningRequests running, LogLines log, LongSupplier nanoTime, boolean ownThread) {
    this.instance = instance;
    this.source = source;
    this.running = running;
    this.log = log;
    this.nanoTime = nanoTime;
    this.ownThread = ownThread;
  }

  /// The last requests that ended.
  RecentRequests recent() {
    return recent;
  }

  @Override
  public synchronized void begun(Begun request) {
    running.begun(request);
    number++;
    if (watched) {
      notes.offer(new Note.Began(number, request)); // with so many notes lying there, pages read the requests anew
    }
  }

  @Override
  public synchronized void append(LedgerEntry entry) {
    running.append(entry);
    recent.append(entry);
    number++;
    if (watched) {
      notes.offer(new Note.Ended(number, entry));
    }
  }

  /// An event of a neighbour. Called from any thread.
  void elsewhere(String name, JsonObject data) {
    notes.offer(new Note.Elsewhere(name, data));
  }

  /// Opens a stream; empty when twenty are open, or the process ends.
  public synchronized Optional<EventStream> open(Topic topic, EventStream.Connection connection) {
    var stream = streams.open(topic, connection, number, topic == Topic.LOG ? this::lines : replay(topic));
    if (stream.isPresent() && !watched) {
      watched = true;
      leaveLog = log.tell(line -> notes.offer(new Note.Logged(line)));
      if (ownThread) {
        Thread.ofVirtual().name("events").start(this::run);
      }
    }
    return stream;
  }

  private List<byte[]> lines() {
    return log.last(REPLAYED_LINES).stream().map(line -> ServerSentEvent.unnamed(line.json(instance).build())).toList();
  }

  /// Of what is known now; the events are made later.
  private Supplier<List<byte[]>> replay(Topic topic) {
    var ended = recent.all();
    var others = topic == Topic.EVERYTHING ? elsewhere() : List.<byte[]>of();
    var begun = running.all();
    return () -> {
      var replay = new ArrayList<byte[]>();
      ended.forEach(entry -> replay.add(ServerSentEvent.of("entry", source.row(entry))));
      replay.addAll(others);
      begun.forEach(request -> replay.add(ServerSentEvent.of("begin", running.begin(request).build())));
      return replay.subList(Math.max(0, replay.size() - REPLAYED), replay.size());
    };
  }

  private List<byte[]> elsewhere() {
    synchronized (elsewhere) {
      return List.copyOf(elsewhere);
    }
  }

  private void run() {
    for (var beat = System.nanoTime(); !over(); ) {
      try {
        var rest = beat + BEAT.toNanos() - System.nanoTime();
        var note = rest > 0 ? notes.poll(rest, TimeUnit.NANOSECONDS) : null;
        if (note != null) {
          publish(note);
        } else {
          beat = System.nanoTime();
          beat();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // nobody interrupts it
      } catch (RuntimeException | Error wrong) {
        failed(wrong);
      }
    }
  }

  /// Whether nobody reads any more. Then no more notes are left either.
  private synchronized boolean over() {
    if (!streams.none()) {
      return false;
    }
    watched = false;
    leaveLog.run();
    notes.clear();
    told = null;
    source.beat(false);
    synchronized (elsewhere) {
      elsewhere.clear();
    }
    return true;
  }

  private void failed(Throwable wrong) {
    if (!failing) {
      failing = true;
      LOG.log(Level.ERROR, "an open page could not be told what happens", wrong);
    }
  }

  /// Makes events of all notes.
  void work() {
    for (Note note; (note = notes.poll()) != null; ) {
      publish(note);
    }
  }

  private void publish(Note note) {
    switch (note) {
      case Note.Began(var at, var request) -> publish(at, ServerSentEvent.of("begin", running.begin(request).build()));
      case Note.Ended(var at, var entry) -> publish(at, ServerSentEvent.of("entry", source.row(entry)));
      case Note.Logged(var line) -> streams.publish(Topic.LOG, NEWS, ServerSentEvent.unnamed(line.json(instance).build()));
      case Note.Elsewhere(var name, var data) -> {
        var event = ServerSentEvent.of(name, name.equals("health") ? source.withHistory(data) : data);
        if (name.equals("entry")) {
          keep(event);
        }
        streams.publish(Topic.EVERYTHING, NEWS, event);
      }
    }
  }

  private void keep(byte[] event) {
    synchronized (elsewhere) {
      if (elsewhere.size() == REPLAYED) {
        elsewhere.removeFirst();
      }
      elsewhere.addLast(event);
    }
  }

  private void publish(long at, byte[] event) {
    streams.publish(Topic.OWN, at, event);
    streams.publish(Topic.EVERYTHING, at, event);
  }

  /// What happens once a second.
  void beat() {
    beats++;
    streams.dropStuck(nanoTime.getAsLong());
    if (beats % BEATS_TO_PING == 0) {
      streams.publish(ServerSentEvent.PING);
    }
    var pages = streams.watched(Topic.EVERYTHING);
    source.beat(pages);
    if (pages || streams.watched(Topic.OWN)) {
      progress();
      if (beats % BEATS_TO_HEALTH == 0) {
        health();
      }
    }
  }

  private void progress() {
    var own = running.progress().build();
    tellProgress(Topic.OWN, own);
    var all = Json.BUILD.createArrayBuilder(own);
    source.progressElsewhere().forEach(others -> others.forEach(all::add));
    tellProgress(Topic.EVERYTHING, all.build());
  }

  private void tellProgress(Topic topic, JsonArray progress) {
    if (!progress.isEmpty()) {
      streams.publish(topic, NEWS, ServerSentEvent.of("progress", Json.BUILD.createObjectBuilder().add("running", progress).build()));
    }
  }

  private void health() {
    var self = source.self();
    var before = told;
    if (before == null || !withoutClock(before).equals(withoutClock(self))) {
      told = self;
      streams.publish(Topic.OWN, NEWS, ServerSentEvent.of("health", self));
      streams.publish(Topic.EVERYTHING, NEWS, ServerSentEvent.of("health", source.withHistory(self)));
    }
  }

  private static JsonObject withoutClock(JsonObject instance) {
    return Json.BUILD.createObjectBuilder(instance).remove("uptime_seconds").build();
  }

  /// Ends all streams; none is opened any more.
  @Override
  public void close() {
    streams.close();
  }
}
