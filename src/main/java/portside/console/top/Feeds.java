package portside.console.top;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.status.InstanceCall;
import portside.status.RunningInstance;
import portside.wire.Json;
import portside.wire.sse.SseReader;

/// Asks the instances for news: which run, an overview each 2 s from one of them, which knows of all, and the event stream of each.
final class Feeds implements AutoCloseable {
  private static final long ROUND_MILLIS = 2_000;
  private static final long SHORTEST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final String DATA = "/dashboard/data/";
  private static final byte[] BREAKERS = "{\"breaker\":true}".getBytes(StandardCharsets.UTF_8);
  /// Instances send a comment each 15 s.
  private static final Duration SILENCE = Duration.ofSeconds(45);
  private static final int LARGEST_EVENT = 1 << 20;

  private final Supplier<List<RunningInstance>> running;
  private final Duration patience;
  private final Consumer<Happening.News> sink;
  private final Semaphore wanted = new Semaphore(0);
  private final Map<RunningInstance, Thread> streams = new HashMap<>();
  private final Set<RunningInstance> remembered = new HashSet<>();
  private volatile Pane pane = Pane.REQUESTS;
  private @Nullable RunningInstance teller;
  private @Nullable Thread rounds;

  /// @param running finds the instances that run
  /// @param patience with an answer
  /// @param sink takes the news, on any thread
  Feeds(Supplier<List<RunningInstance>> running, Duration patience, Consumer<Happening.News> sink) {
    this.running = running;
    this.patience = patience;
    this.sink = sink;
  }

  /// There is no answer of use; the message is a few words for people.
  private static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswer(String message) {
      super(message, null, false, false);
    }
  }

  /// Asks from now on.
  void start() {
    rounds = Thread.ofVirtual().name("rounds").start(() -> {
      try {
        while (true) {
          var neighbours = round();
          follow(neighbours);
          var _ = wanted.tryAcquire(ROUND_MILLIS, TimeUnit.MILLISECONDS);
          wanted.drainPermits();
        }
      } catch (InterruptedException closed) {
        // that was the last round
      }
    });
  }

  /// Asks once, and for no event stream.
  ///
  /// @return those that run
  List<RunningInstance> round() {
    var neighbours = running.get();
    sink.accept(new Happening.News.Found(neighbours));
    overview(neighbours).ifPresent(answered -> {
      if (!remembered.containsAll(neighbours)
          && add(() -> new Happening.News.Remembered(OperatorJson.requests(get(answered, DATA + "requests?limit=100"))))) {
        remembered.addAll(neighbours);
      }
      remembered.retainAll(neighbours);
      show(pane, answered, neighbours);
    });
    return neighbours;
  }

  /// Asks for what a pane shows, too.
  void look(Pane shown) {
    if (pane != shown) {
      pane = shown;
      wanted.release();
    }
  }

  /// Asks for a request with its attempts.
  void fetch(String instance, String id) {
    aside(instance, neighbour -> new Happening.News.Detailed(
        OperatorJson.details(get(neighbour, DATA + "request/" + URLEncoder.encode(id, StandardCharsets.UTF_8)))));
  }

  /// Asks an instance to forget which providers failed.
  void reset(String instance) {
    aside(instance, neighbour -> {
      asked(() -> new InstanceCall(neighbour, patience).post("/reset", BREAKERS));
      return new Happening.News.Said(instance + " has forgotten which providers failed");
    });
  }

  @Override
  public void close() {
    if (rounds != null) {
      rounds.interrupt();
    }
    synchronized (streams) {
      streams.values().forEach(Thread::interrupt);
      streams.clear();
    }
  }

  @FunctionalInterface
  private interface Question {
    Happening.News ask() throws NoAnswer;
  }

  @FunctionalInterface
  private interface QuestionTo {
    Happening.News ask(RunningInstance neighbour) throws NoAnswer;
  }

  /// From the one that answered last, else from the next.
  private Optional<RunningInstance> overview(List<RunningInstance> neighbours) {
    if (teller != null && neighbours.contains(teller) && tell(teller, overviewOf(teller))) {
      return Optional.of(teller);
    }
    for (var neighbour : neighbours) {
      if (!neighbour.equals(teller) && tell(neighbour, overviewOf(neighbour))) {
        teller = neighbour;
        return Optional.of(neighbour);
      }
    }
    return Optional.empty();
  }

  private Question overviewOf(RunningInstance neighbour) {
    return () -> new Happening.News.Overviewed(OperatorJson.overview(get(neighbour, DATA + "overview")));
  }

  private void show(Pane shown, RunningInstance answered, List<RunningInstance> neighbours) {
    switch (shown) {
      case REQUESTS -> { } // the event streams tell
      case MODELS -> add(sums(shown, answered, "model"));
      case PROJECTS -> add(sums(shown, answered, "project"));
      case LOG -> neighbours.forEach(neighbour -> add(() -> new Happening.News.Logged(neighbour.name(),
          OperatorJson.log(get(neighbour, DATA + "log?own=true&limit=200"), neighbour.name()))));
    }
  }

  private Question sums(Pane shown, RunningInstance answered, String dimension) {
    return () -> new Happening.News.Summed(shown, OperatorJson.groups(get(answered, DATA + "usage?days=1&by=" + dimension), dimension));
  }

  /// Without an answer the picture lacks a part, no more.
  private boolean add(Question question) {
    try {
      sink.accept(question.ask());
      return true;
    } catch (NoAnswer none) {
      return false; // the next round asks again
    }
  }

  private boolean tell(RunningInstance neighbour, Question question) {
    try {
      sink.accept(question.ask());
      return true;
    } catch (NoAnswer none) {
      sink.accept(new Happening.News.Unanswered(neighbour.name(), none.getMessage() + " at " + neighbour.url()));
      return false;
    }
  }

  private void aside(String instance, QuestionTo question) {
    Thread.ofVirtual().name("ask " + instance).start(() -> {
      try {
        var named = running.get().stream().filter(neighbour -> neighbour.name().equals(instance)).findFirst();
        sink.accept(named.isEmpty() ? new Happening.News.Said(instance + " runs no more") : question.ask(named.get()));
      } catch (NoAnswer none) {
        sink.accept(new Happening.News.Said(instance + ": " + none.getMessage()));
      }
    });
  }

  /// One stream for each that runs.
  private void follow(List<RunningInstance> neighbours) {
    synchronized (streams) {
      streams.entrySet().removeIf(stream -> {
        var gone = !neighbours.contains(stream.getKey());
        if (gone) {
          stream.getValue().interrupt();
        }
        return gone;
      });
      neighbours.forEach(neighbour -> streams.computeIfAbsent(neighbour, this::stream));
    }
  }

  private Thread stream(RunningInstance neighbour) {
    return Thread.ofVirtual().name("events of " + neighbour.name()).start(() -> {
      var pause = SHORTEST_PAUSE_MILLIS;
      try {
        while (true) {
          pause = followed(neighbour) ? SHORTEST_PAUSE_MILLIS : Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
          Thread.sleep(pause);
        }
      } catch (InterruptedException gone) {
        // it runs no more, or nobody looks
      }
    });
  }

  /// Whether there was a stream. It tells of this instance alone: each has its own.
  private boolean followed(RunningInstance neighbour) {
    var reader = new SseReader(LARGEST_EVENT);
    var bytes = new byte[8192];
    try (var stream = new InstanceCall(neighbour, SILENCE).stream(DATA + "events?own=true")) {
      for (var read = stream.read(bytes); read >= 0; read = stream.read(bytes)) {
        reader.push(bytes, 0, read, this::event);
      }
      return true;
    } catch (IOException | SseReader.TooLarge none) {
      return false; // the overview tells what is wrong
    }
  }

  private void event(String name, String data) {
    try {
      switch (name) {
        case "begin" -> sink.accept(new Happening.News.Began(OperatorJson.running(Json.object(data))));
        case "entry" -> sink.accept(new Happening.News.Ended(OperatorJson.row(Json.object(data))));
        case "health" -> sink.accept(new Happening.News.Changed(OperatorJson.state(Json.object(data))));
        case "progress" -> sink.accept(new Happening.News.Progressed(OperatorJson.progress(Json.object(data))));
        default -> { } // a newer instance may tell more
      }
    } catch (Json.Malformed malformed) {
      // The next event, or the overview, says it again.
    }
  }

  @FunctionalInterface
  private interface Call {
    InstanceCall.Answer make() throws IOException;
  }

  private JsonObject get(RunningInstance neighbour, String path) throws NoAnswer {
    var answer = asked(() -> new InstanceCall(neighbour, patience).get(path));
    try {
      return Json.object(answer.body());
    } catch (Json.Malformed malformed) {
      throw new NoAnswer("no JSON");
    }
  }

  private InstanceCall.Answer asked(Call call) throws NoAnswer {
    try {
      var answer = call.make();
      if (answer.status() != HttpURLConnection.HTTP_OK) {
        throw new NoAnswer("HTTP " + answer.status());
      }
      return answer;
    } catch (ConnectException refused) {
      throw new NoAnswer("nothing listens");
    } catch (SocketTimeoutException slow) {
      throw new NoAnswer("nothing within " + patience.toSeconds() + " s");
    } catch (IOException broken) {
      throw new NoAnswer("the connection broke");
    }
  }
}
