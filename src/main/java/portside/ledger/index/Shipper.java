package portside.ledger.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import portside.ledger.Processes;
import portside.wire.OneLine;

/// The thread that takes the journal of an instance into a database. Nobody waits for it: the journal is the truth, and what the database has not got yet
/// stays there, for as long as its files are kept.
///
/// ```
///   SENDING ── the database fails ──► WAITING ── after 1 s, 2 s, 4 s … 1 m ──► SENDING
/// ```
public final class Shipper implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration LAST = Duration.ofSeconds(2);
  private static final int LONGEST_WORDS = 200;

  private static final Logger LOG = System.getLogger(Shipper.class.getName());

  private final DatabaseUrl database;
  private final Path ledger;
  private final JournalImport.Scope scope;
  private final Processes processes;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable Connection connection;
  private @Nullable JournalImport journal;
  private boolean failing;
  /// How many lines have been sent since it failed, by connections that failed too.
  private long sent;

  /// @param database that gets it
  /// @param ledger the folder of the journal
  /// @param machine a name that no other machine has that writes to the same database
  /// @param instance whose journal it is
  public Shipper(DatabaseUrl database, Path ledger, String machine, String instance) {
    this(database, ledger, machine, instance, Processes::here);
  }

  Shipper(DatabaseUrl database, Path ledger, String machine, String instance, Processes processes) {
    this.database = database;
    this.ledger = ledger;
    this.scope = new JournalImport.Scope(machine + "/", Optional.of(instance));
    this.processes = processes;
    this.thread = Thread.ofPlatform().daemon().name("ledger-database").unstarted(this::run);
  }

  /// Begins.
  public void start() {
    thread.start();
  }

  private void run() {
    var wait = BETWEEN;
    try {
      do {
        wait = sent() ? BETWEEN : longer(wait);
      } while (!ending.await(wait.toMillis(), TimeUnit.MILLISECONDS));
      var _ = sent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  private static Duration longer(Duration wait) {
    var doubled = wait.multipliedBy(2);
    return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
  }

  /// Sends what there is.
  ///
  /// @return whether the database took it
  private boolean sent() {
    try {
      if (journal == null) {
        connection = database.open();
        journal = new JournalImport(connection, Flavour.POSTGRESQL, ledger, scope, processes);
      }
      journal.run();
      if (failing) {
        failing = false;
        LOG.log(Level.INFO, "the database of LEDGER_URL takes the journal again; lines that had waited: " + (sent + journal.taken()));
      }
      return true;
    } catch (SQLException | IOException | UncheckedIOException wrong) {
      sent = failing && journal != null ? sent + journal.taken() : 0;
      disconnect();
      if (!failing) {
        failing = true;
        LOG.log(Level.WARNING, "the database of LEDGER_URL does not take the journal (" + OneLine.of(String.valueOf(wrong.getMessage()), LONGEST_WORDS)
            + "); it gets it later, requests go on");
      }
      return false;
    }
  }

  private void disconnect() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // it is gone already
    }
    connection = null;
    journal = null;
  }

  /// Sends what there is still, for two seconds at most.
  @Override
  public void close() {
    ending.countDown();
    try {
      thread.join(LAST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
