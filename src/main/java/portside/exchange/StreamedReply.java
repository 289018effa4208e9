package portside.exchange;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import portside.exchange.watch.RequestWatchdog;
import portside.wire.Fault;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamWriter;

/// Sends events as they come, and pings while nothing comes.
///
/// ```
///            silence: ping              first event
///   UNSENT ───────────────► COMMITTED ───────────────► BEGUN ──► ENDED
///      │   first event                                  ▲
///      └────────────────────────────────────────────────┘
/// ```
/// UNSENT: a fault is an HTTP status. COMMITTED: the status is 200 and only pings went out, so a fault is an `error` event, yet another
/// provider may still answer. BEGUN: nobody else may. A lock lets the pinging thread and the request's own thread take turns.
final class StreamedReply implements ClientReply {
  private enum State {
    UNSENT,
    COMMITTED,
    BEGUN,
    ENDED
  }

  static final String EVENTS = "text/event-stream; charset=utf-8";

  private final Client client;
  private final ClientLanguage language;
  private final MessagesRequest request;
  private final RequestWatchdog watchdog;
  private final ReentrantLock turn = new ReentrantLock();
  private final StreamWriter writer;
  private volatile State state = State.UNSENT;
  private Map<String, String> from = Map.of();
  private Map<String, String> passing = Map.of();

  StreamedReply(Client client, ClientLanguage language, MessagesRequest request, RequestWatchdog watchdog) {
    this.client = client;
    this.language = language;
    this.request = request;
    this.watchdog = watchdog;
    this.writer = language.streamWriter(client, request);
    watchdog.onSilence(this::ping);
  }

  @Override
  public void accept(StreamEvent event) {
    writer.accept(event);
  }

  @Override
  public void from(Map<String, String> headers) {
    from = headers;
  }

  @Override
  public void passing(Map<String, String> headers) {
    passing = headers;
  }

  @Override
  public void flush() throws Client.Gone {
    if (writer.length() == 0) {
      return;
    }
    turn.lock();
    try {
      if (state == State.COMMITTED && !from.isEmpty()) { // the head has gone out with a ping
        var comment = comment(from);
        client.send(comment, 0, comment.length);
      }
      open(isEvents(writer.buffer(), writer.length()) ? EVENTS : "application/json", head());
      state = State.BEGUN;
      from = Map.of();
      client.send(writer.buffer(), 0, writer.length());
      watchdog.sent();
    } finally {
      writer.clear();
      turn.unlock();
    }
  }

  @Override
  public void fault(Fault fault) throws Client.Gone {
    turn.lock();
    try {
      if (state == State.UNSENT) {
        language.refuse(client, fault);
      } else if (state != State.ENDED) {
        writer.clear();
        writer.accept(new StreamEvent.Error(fault));
        client.send(writer.buffer(), 0, writer.length());
      }
    } finally {
      state = State.ENDED;
      turn.unlock();
    }
  }

  @Override
  public boolean begun() {
    return state == State.BEGUN || state == State.ENDED;
  }

  @Override
  public void ended() {
    turn.lock();
    try {
      state = State.ENDED;
    } finally {
      turn.unlock();
    }
  }

  /// Sends a ping, unless something is being sent right now.
  void ping() {
    if (!turn.tryLock()) {
      return;
    }
    try {
      if (state != State.ENDED) {
        open(EVENTS, Map.of());
        var ping = language.streamWriter(client, request); // the other one belongs to the request's own thread
        ping.accept(new StreamEvent.Ping());
        client.send(ping.buffer(), 0, ping.length());
      }
    } catch (Client.Gone gone) {
      watchdog.left();
    } finally {
      turn.unlock();
    }
  }

  /// Whether an answer is one of events: what a provider was asked for and calls its answer does not say so, its first character does.
  static boolean isEvents(byte[] answer, int length) {
    var first = 0;
    while (first < length && Character.isWhitespace(answer[first])) {
      first++;
    }
    return first == length || answer[first] != '{' && answer[first] != '[' && answer[first] != '<';
  }

  private Map<String, String> head() {
    var head = new LinkedHashMap<>(passing);
    head.putAll(from);
    return head;
  }

  /// Headers as a comment of an event stream, each fact once.
  private static byte[] comment(Map<String, String> headers) {
    var told = headers.entrySet().stream().filter(header -> headers.size() == 1 || !header.getKey().equals(Walk.SERVED)).map(header -> header.getKey() + ": " + header.getValue()).collect(Collectors.joining(", "));
    return (": " + told + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  private void open(String contentType, Map<String, String> headers) throws Client.Gone {
    if (state == State.UNSENT) {
      client.open(contentType, headers);
      state = State.COMMITTED;
    }
  }
}
