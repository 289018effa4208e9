package portside.exchange;

import static portside.provider.dialect.Column.ENVELOPE;
import static portside.provider.dialect.Column.PROJECT;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.exchange.watch.RequestWatchdog;
import portside.provider.Credential;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.provider.dialect.Dialect.Envelope;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.translate.Translator;
import portside.translate.gemini.ProjectRequest;
import portside.upstream.Cancellable;
import portside.upstream.SendResult;
import portside.upstream.UpstreamAnswer;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.gemini.CodeAssistAccount;

/// Finds the project that Code Assist wants named in each request, where the settings name none. An account is asked about once, however many requests wait
/// for that, and what it says is kept in memory.
///
/// ```
///   unknown ──a request──► asking ──a project──► known ──a request with it is refused──► unknown
///      ▲                     │
///      └──refused, no answer─┘   so the next request asks anew: a person may have confirmed the account
/// ```
/// A gateway that does not know the question gets requests without a project.
final class ProjectLookup {
  /// What is found.
  sealed interface Found {}

  /// @param candidate who is asked, with its project where it wants one
  record Named(Candidate candidate) implements Found {}

  /// There is no project to be had.
  record Nameless(Outcome.Failed outcome) implements Found {}

  /// The waiting was ended from our side.
  record Left() implements Found {}

  private static final Logger LOG = System.getLogger(ProjectLookup.class.getName());
  private static final Set<Integer> UNKNOWN_THERE = Set.of(404, 405, 501);
  private static final Set<Integer> REFUSALS = Set.of(403, 404);
  private static final int MOST_ACCOUNTS = 100;

  /// @param address of the provider
  /// @param credential tells it apart
  private record Account(String address, String credential) {
    Account(Provider provider, Credential credential) {
      this(provider.address(), credential instanceof Credential.Client shown ? shown.secret().map(Secret::digest).orElse("none") : credential.digest());
    }
  }

  /// What came of asking.
  private sealed interface Reply {}

  /// @param name empty where none is wanted
  private record Project(String name) implements Reply {}

  private record NoProject(Outcome.Failed outcome) implements Reply {}

  /// All below is read and written under the lock of this object.
  private final Map<Account, Project> known = new LinkedHashMap<>();
  private final Map<Account, String> unserved = new LinkedHashMap<>();
  private final Map<Account, Flight> flights = new HashMap<>();

  /// The candidate as it is to be asked; the same where no project is wanted, or the settings name it.
  ///
  /// @param translator reads refusals
  /// @param watchdog may end the waiting; the asking goes on, since others may wait for it
  Found of(Candidate asked, Supplier<Translator> translator, RequestWatchdog watchdog) {
    if (asked.dialect().get(ENVELOPE) != Envelope.CODE_ASSIST || !asked.dialect().get(PROJECT).isEmpty()) {
      return new Named(asked);
    }
    var account = new Account(asked.provider(), asked.credential());
    return switch (reply(account, asked, translator, watchdog)) {
      case null -> new Left();
      case NoProject(var outcome) -> new Nameless(outcome);
      case Project(var name) when name.isEmpty() -> new Named(asked);
      case Project(var name) ->
          new Named(new Candidate(asked.provider(), asked.key(), asked.upstream(), asked.model(), asked.dialect().with(PROJECT, name), asked.healed()));
    };
  }

  private @Nullable Reply reply(Account account, Candidate asked, Supplier<Translator> translator, RequestWatchdog watchdog) {
    Waiting waiting;
    synchronized (this) {
      var project = known.get(account);
      if (project != null) {
        return project;
      }
      var running = flights.get(account);
      var flight = running == null ? new Flight(account, asked, translator.get()) : running;
      waiting = flight.join();
      if (running == null) {
        flights.put(account, flight);
        Thread.ofVirtual().name("project").start(flight);
      }
    }
    watchdog.guards(waiting);
    return waiting.await();
  }

  /// A request of this candidate was refused; if that may be for its project, the next one asks anew.
  ///
  /// @param status of the answer
  synchronized void refused(Candidate asked, int status) {
    if (REFUSALS.contains(status)) {
      known.remove(new Account(asked.provider(), asked.credential()));
    }
  }

  /// Why one of a provider's accounts was not served when it was asked about last; empty when none is, or nobody asked.
  synchronized Optional<String> obstacle(Provider provider) {
    return unserved.isEmpty() ? Optional.empty() : provider.destination().credentials().stream()
        .map(credential -> unserved.get(new Account(provider, credential))).filter(Objects::nonNull).findFirst();
  }

  private synchronized void came(Account account, Reply reply, Optional<Fault> unserved) {
    flights.remove(account);
    unserved.ifPresentOrElse(fault -> keep(this.unserved, account, fault.message()), () -> this.unserved.remove(account));
    if (reply instanceof Project project) {
      keep(known, account, project);
    }
  }

  private static <T> void keep(Map<Account, T> map, Account account, T value) {
    if (map.size() >= MOST_ACCOUNTS) { // keys of clients and of files that changed
      map.remove(map.keySet().iterator().next());
    }
    map.put(account, value);
  }

  /// Asks about one account, on a thread of its own, for all that wait.
  private final class Flight implements Runnable {
    private final Account account;
    private final Candidate asked;
    private final Translator translator;
    private final List<Waiting> waiting = new ArrayList<>();
    private Optional<Fault> unserved = Optional.empty();
    private volatile @Nullable Reply reply;

    Flight(Account account, Candidate asked, Translator translator) {
      this.account = account;
      this.asked = asked;
      this.translator = translator;
    }

    /// Called under the lock of the holder, as long as this flight is among its own.
    Waiting join() {
      var one = new Waiting(this);
      waiting.add(one);
      return one;
    }

    @Override
    public void run() {
      Reply came = new NoProject(new Outcome.Broken(Faults.BUG, false));
      try {
        came = ask();
      } catch (RuntimeException | Error bug) {
        LOG.log(Level.ERROR, asked.provider().name() + ": its project was not asked for", bug);
      } finally {
        reply = came;
        came(account, came, unserved);
        waiting.forEach(Waiting::cancel);
      }
    }

    private Reply ask() {
      var call = ProjectRequest.of();
      return switch (asked.upstream().attempt(asked.credential()).send(asked.path(call.path()), call.headers(), call.body(), call.stream())) {
        case SendResult.Failed failed -> new NoProject(Outcome.of(failed));
        case SendResult.Unauthorised(var fault) -> new NoProject(new Outcome.Unfit(fault));
        case SendResult.Cancelled _ -> new NoProject(new Outcome.Broken(Faults.SHUTTING_DOWN, false));
        case SendResult.Answered(var answer) -> {
          try (answer) {
            yield read(answer);
          }
        }
      };
    }

    private Reply read(UpstreamAnswer answer) {
      var status = OptionalInt.of(answer.status());
      try {
        var body = BoundedBody.readAll(answer);
        if (UNKNOWN_THERE.contains(answer.status())) {
          return new Project("");
        }
        if (answer.status() / 100 != 2) {
          return new NoProject(new Outcome.Refused(translator.refused(answer.status(), answer::header, body).fault(), status, Optional.empty()));
        }
        var said = CodeAssistAccount.read(Json.object(body));
        unserved = ProjectRequest.refusal(said, asked.provider().name()).map(fault -> fault.withMessage(SecretRedactor.of(asked.provider()).apply(fault.message())));
        return unserved.<Reply>map(fault -> new NoProject(new Outcome.Refused(fault, status, Optional.empty()))).orElseGet(() -> new Project(said.project()));
      } catch (UpstreamAnswer.Broken broken) {
        return new NoProject(new Outcome.Broken(broken.fault(), false));
      } catch (Json.Malformed malformed) {
        return new NoProject(new Outcome.Broken(Fault.of(FaultKind.UNREACHABLE, asked.provider().name() + " did not say which project its requests name"), false));
      }
    }
  }

  /// One that waits for a flight.
  private static final class Waiting implements Cancellable {
    private final Flight flight;
    private final CountDownLatch over = new CountDownLatch(1);

    Waiting(Flight flight) {
      this.flight = flight;
    }

    /// Null when the waiting was ended before anything came.
    @Nullable Reply await() {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return flight.reply;
    }

    @Override
    public void cancel() {
      over.countDown();
    }
  }
}
