package portside.exchange;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import portside.ledger.Ledger;
import portside.routing.Candidate;
import portside.routing.Failure;
import portside.routing.Routes;
import portside.wire.Fault;

/// What every request gets whatever its language: a watch over it, an end to its going round, candidates until one answers, and one ledger entry.
public final class Attendant {
  private static final Logger LOG = System.getLogger(Attendant.class.getName());
  static final Duration BEFORE_RETRY = Duration.ofMillis(150);

  private final Pulse pulse;
  private final Ledger ledger;
  private final Clock clock;
  private final Hops hops = new Hops();

  /// @param pulse watches running requests
  /// @param ledger gets one entry per request
  /// @param clock stamps the entries
  public Attendant(Pulse pulse, Ledger ledger, Clock clock) {
    this.pulse = pulse;
    this.ledger = ledger;
    this.clock = clock;
  }

  /// The request's own work.
  interface Work {
    void run(Vigil vigil, Notes notes) throws Client.Gone;
  }

  /// One try at one candidate.
  interface Try {
    /// @return null when the client has its answer, else why there is none
    Failure with(Candidate candidate) throws Client.Gone;
  }

  /// Runs a request from its beginning to its ledger entry.
  void attend(Client client, Work work) throws Client.Gone {
    var notes = new Notes(clock, pulse::now, client.requestId());
    try (var vigil = new Vigil(pulse, client)) {
      var loop = hops.loop(client.header(Hops.HEADER));
      if (loop.isPresent()) {
        notes.fault(loop.get());
        Faults.answer(client, loop.get());
      } else {
        work.run(vigil, notes);
      }
    } catch (Client.Gone gone) {
      notes.left();
      throw gone;
    } catch (RuntimeException | Error wrong) {
      notes.fault(Faults.of(wrong));
      throw wrong; // the front door logs and answers it
    } finally {
      ledger.append(notes.entry());
    }
  }

  /// What every request to a provider on a client's behalf says.
  Map<String, String> onward(Client client) {
    return hops.onward(client.header(Hops.HEADER));
  }

  /// Asks candidates until one answers, routing knows nobody more to ask, or part of an answer has reached the client.
  ///
  /// @param begun whether part of an answer has reached the client
  /// @return null when the client has its answer, else what it must be told
  static Fault ask(Routes.Route route, Try attempt, BooleanSupplier begun, Vigil vigil, Notes notes) throws Client.Gone {
    for (var candidate = route.first(); ; ) {
      var obstacle = candidate.provider().obstacle();
      if (obstacle.isPresent()) {
        return Faults.refused(obstacle.get());
      }
      notes.tried(candidate);
      var failure = attempt.with(candidate);
      if (failure == null) {
        route.answered();
        return null;
      }
      if (begun.getAsBoolean()) {
        return failure.fault();
      }
      var next = route.after(failure);
      if (next.isEmpty()) {
        return failure.fault();
      }
      if (failure.lesson().isEmpty() && !vigil.pause(BEFORE_RETRY)) {
        return ended(vigil).fault(); // not the provider's doing
      }
      candidate = next.get();
    }
  }

  /// Logs what went wrong inside the proxy.
  ///
  /// @return what the client is told of it
  public static Fault failed(Client client, Throwable wrong) {
    if (wrong instanceof OutOfMemoryError) {
      LOG.log(Level.ERROR, "request " + client.requestId() + " ran out of memory (" + wrong.getMessage() + "): the heap has at most "
          + (Runtime.getRuntime().maxMemory() >> 20) + " MB, java -Xmx sets it");
    } else {
      LOG.log(Level.ERROR, "request " + client.requestId() + " failed inside the proxy", wrong);
    }
    return Faults.of(wrong);
  }

  /// A call that was ended from our side: nothing more to do for a client that left, a fault for one that still waits.
  static Failure ended(Vigil vigil) throws Client.Gone {
    if (vigil.end() == Vigil.End.LEFT) {
      throw new Client.Gone(null);
    }
    return new Failure(Faults.SHUTTING_DOWN);
  }
}
