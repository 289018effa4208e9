package portside.exchange;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import portside.exchange.watch.RequestWatchdog;
import portside.routing.Choice;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.RequestHead;
import portside.wire.anthropic.StreamEvent;

/// Makes one request to a provider of equal requests that run at the same time (`COALESCE`). The first is the leader; the others join it and get its
/// events from the first on.
///
/// Equal are requests with the same bytes in the same language and with the same query, client key, agent, pin and `anthropic-beta`. Each has its own
/// request id, pings and ledger entry; tokens are in the leader's alone. A joiner that can no longer have the whole answer, or whose
/// leader is silent for too long, is answered alone while nothing has reached its client.
final class Coalescing {
  private static final Logger LOG = System.getLogger(Coalescing.class.getName());

  /// Names the leader to a joiner's client.
  static final String JOINED = "x-portside-joined";

  private static final List<String> EQUAL_HEADERS =
      List.of("x-api-key", "authorization", "x-claude-code-agent-id", RequestHead.BETA, RequestHead.VERSION);

  private static final Fault BEHIND = Fault.of(FaultKind.OVERLOADED, "the answer was shared with an equal request, and this client took it too slowly; try again");

  private final ConcurrentMap<String, SharedAnswer> running = new ConcurrentHashMap<>();

  /// What runs: the request of one client.
  ///
  /// @param reply of this client
  record Running(Client client, MessagesRequest request, ClientReply reply, RequestWatchdog watchdog, EntryBuilder entry) {}

  /// Answers a request by asking a provider.
  interface Answering {
    void answer(ClientReply reply) throws Client.Gone;
  }

  /// Has a request answered, by a provider or by an equal request's answer.
  ///
  /// @param patience for the leader's first word in a stream; zero for no limit
  /// @param pin which members the client chooses
  void serve(Running one, Duration patience, Optional<Choice> pin, Answering alone) throws Client.Gone {
    var original = one.request.original();
    if (original == null) {
      alone.answer(one.reply);
      return;
    }
    var key = key(one.client, original, pin);
    var own = new SharedAnswer(one.client, one.watchdog, one.request.stream(), one.watchdog.now());
    for (var other = running.putIfAbsent(key, own); other != null; other = running.putIfAbsent(key, own)) {
      if (other.join()) {
        join(one, other, patience, alone);
        return;
      }
      running.remove(key, other); // its answer is too long by now, or is over
    }
    lead(key, one, own, alone);
  }

  private void lead(String key, Running one, SharedAnswer shared, Answering work) throws Client.Gone {
    one.watchdog.endsWhen(() -> leaves(shared));
    try {
      var reply = new SharedReply(one.reply, shared);
      work.answer(reply);
      shared.complete();
      reply.answered();
    } catch (RuntimeException | Error wrong) {
      shared.failed(Faults.of(wrong));
      throw wrong;
    } finally {
      shared.close();
      running.remove(key, shared);
    }
  }

  private static boolean leaves(SharedAnswer shared) {
    var ends = shared.leaderLeft();
    if (!ends) {
      LOG.log(Level.DEBUG, () -> shared.leader() + " goes on for those that joined it");
    }
    return ends;
  }

  private static void join(Running one, SharedAnswer shared, Duration patience, Answering alone) throws Client.Gone {
    LOG.log(Level.DEBUG, () -> one.client.requestId() + " joins " + shared.leader());
    var followed = false;
    try {
      followed = follow(one, shared, patience);
    } finally {
      shared.leave();
    }
    if (!followed) {
      LOG.log(Level.DEBUG, () -> one.client.requestId() + " goes alone");
      one.reply.from(Map.of());
      alone.answer(one.reply);
    }
  }

  /// Gives a client the events of another's answer.
  ///
  /// @return false when nothing has reached it and it must be answered alone
  private static boolean follow(Running one, SharedAnswer shared, Duration patience) throws Client.Gone {
    if (one.request.stream() && patience.isPositive()) {
      one.watchdog.firstWordBy(shared.start() + patience.toNanos());
    }
    one.watchdog.guards(shared);
    for (var taken = 0; ; ) {
      switch (shared.next(taken, one.watchdog)) {
        case SharedAnswer.Next.Events(var events, var from) -> {
          taken += events.size();
          give(one, events, from, shared.leader());
        }
        case SharedAnswer.Next.Complete _ -> {
          return true;
        }
        case SharedAnswer.Next.Failed(var fault) -> {
          return told(one, fault);
        }
        case SharedAnswer.Next.Missed _ -> {
          return one.reply.begun() && told(one, BEHIND);
        }
        case SharedAnswer.Next.Over _ -> {
          return (taken > 0 || !one.watchdog.speechless()) && told(one, RequestScope.toldOf(one.watchdog.ended()));
        }
        case SharedAnswer.Next.Running _ -> throw new IllegalStateException("a joiner waits while there is nothing new");
      }
    }
  }

  private static void give(Running one, List<StreamEvent> events, Map<String, String> from, String leader) throws Client.Gone {
    one.watchdog.spoken();
    one.client.bodySent();
    var headers = new LinkedHashMap<>(from);
    headers.put(JOINED, leader);
    one.reply.from(headers);
    for (var event : events) {
      noted(event).ifPresent(one.entry::event);
      one.reply.accept(event);
    }
    one.entry.sending();
    one.reply.flush();
  }

  /// What a joiner's entry has of an event: its tokens are in the leader's.
  private static Optional<StreamEvent> noted(StreamEvent event) {
    return switch (event) {
      case StreamEvent.MessageDelta _ -> Optional.empty();
      case StreamEvent.Verbatim(var bytes, var observed) ->
          Optional.of(new StreamEvent.Verbatim(bytes, observed.stream().flatMap(one -> noted(one).stream()).toList()));
      case StreamEvent.MessageStart _, StreamEvent.BlockStart _, StreamEvent.BlockDelta _, StreamEvent.BlockStop _, StreamEvent.MessageStop _,
          StreamEvent.Ping _, StreamEvent.Error _ -> Optional.of(event);
    };
  }

  private static boolean told(Running one, Fault fault) throws Client.Gone {
    one.entry.fault(fault);
    one.reply.fault(fault);
    return true;
  }

  /// The digest of all that makes requests equal; keys and prompts are not kept.
  private static String key(Client client, MessagesRequest.Original original, Optional<Choice> pin) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      part(digest, original.getClass().getName());
      part(digest, client.query());
      part(digest, pin.toString());
      EQUAL_HEADERS.forEach(header -> part(digest, client.header(header)));
      return HexFormat.of().formatHex(digest.digest(original.body()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static void part(MessageDigest digest, @Nullable String part) {
    digest.update((part == null ? "-" : "=" + part).getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0); // no header has it
  }
}
