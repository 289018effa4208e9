package portside.ledger.index;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import portside.ledger.OwnerOnly;
import portside.ledger.Processes;

/// The journal as a database that answers questions: what was used, and what became of each request. It is built by those who ask: thrown away, it is
/// there again with the next question. Several processes may use it at once. Not for a file system of the network, since SQLite's log needs memory that
/// the processes share. Times are instants, amounts of money billionths of their currency; every question may throw an [IndexFailure].
public final class UsageIndex implements AutoCloseable {
  private static final String FILE = "usage.db";

  /// How long another process may write before this one gives up.
  private static final int PATIENCE_MILLIS = 20_000;

  private static final Object LOADING = new Object();

  private final Connection connection;
  private final @Nullable JournalImport journal;

  private UsageIndex(Connection connection, @Nullable JournalImport journal) {
    this.connection = connection;
    this.journal = journal;
  }

  /// Opens the index of a data folder, or makes it. One that is damaged is put aside and made anew.
  ///
  /// @param data holds the journal in `ledger`
  /// @throws IndexFailure when the folder cannot be written
  public static UsageIndex open(Path data) {
    return open(data.resolve(FILE), data.resolve("ledger"), Processes::here);
  }

  /// The same with a file elsewhere.
  public static UsageIndex open(Path file, Path ledger) {
    return open(file, ledger, Processes::here);
  }

  /// A database that instances send their journals to.
  ///
  /// @throws IndexFailure when it cannot be reached or is refused; the message holds no password
  public static UsageIndex at(DatabaseUrl database) {
    try {
      return new UsageIndex(database.open(), null);
    } catch (SQLException wrong) {
      throw new IndexFailure("the database cannot be used: " + wrong.getMessage(), wrong);
    }
  }

  static UsageIndex open(Path file, Path ledger, Processes processes) {
    try {
      return opened(file, ledger, processes);
    } catch (SQLException damaged) {
      if (!Files.isRegularFile(file) || !says(damaged, "SQLITE_CORRUPT", "SQLITE_NOTADB")) {
        throw failure(file, damaged);
      }
      try {
        remove(file);
        return opened(file, ledger, processes);
      } catch (SQLException | IOException still) {
        throw failure(file, still);
      }
    } catch (IOException wrong) {
      throw failure(file, wrong);
    }
  }

  private static UsageIndex opened(Path file, Path ledger, Processes processes) throws SQLException, IOException {
    var folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    var natives = folder.resolve("native");
    Files.createDirectories(folder, OwnerOnly.folder());
    Files.createDirectories(natives, OwnerOnly.folder());
    createForOwner(file);
    var connection = connection(file, natives);
    try {
      for (var pragma : new String[] {"busy_timeout = " + PATIENCE_MILLIS, "journal_mode = wal", "synchronous = normal"}) {
        Statements.execute(connection, "pragma " + pragma);
      }
      var _ = new Schema(connection, Flavour.SQLITE).update();
      return new UsageIndex(connection, new JournalImport(connection, Flavour.SQLITE, ledger, JournalImport.Scope.ALL, processes));
    } catch (SQLException | RuntimeException wrong) {
      connection.close();
      throw wrong;
    }
  }

  /// The driver loads its library once in a process, from one place, and tries no second time when that failed: two that open an index at the same
  /// moment must not name two places. It is asked by its name: the JDK's manager of drivers would look for all there are in the jar.
  private static Connection connection(Path file, Path natives) throws SQLException {
    synchronized (LOADING) {
      SqliteLibrary.place(natives);
      try {
        return new JDBC().connect("jdbc:sqlite:" + file, new Properties());
      } catch (LinkageError unusable) {
        throw new SQLException("the library of SQLite cannot be loaded for " + System.getProperty("os.name") + " on " + System.getProperty("os.arch") + ": "
            + unusable.getMessage(), unusable);
      }
    }
  }

  /// An empty file is a new database to SQLite.
  private static void createForOwner(Path file) throws IOException {
    try {
      Files.createFile(file, OwnerOnly.file());
    } catch (FileAlreadyExistsException e) {
      // as it is
    }
  }

  private static boolean says(SQLException wrong, String... words) {
    var message = String.valueOf(wrong.getMessage());
    for (var word : words) {
      if (message.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static void remove(Path file) throws IOException {
    for (var end : new String[] {"", "-wal", "-shm", "-journal"}) {
      Files.deleteIfExists(Path.of(file + end));
    }
  }

  private static IndexFailure failure(Path file, Exception wrong) {
    return new IndexFailure("the index " + file + " cannot be used: " + wrong.getMessage(), wrong);
  }

  /// Takes in what the journal has got since. Without it the answers are those of the time before. A database gets it from the instances.
  ///
  /// @throws IndexFailure when the journal cannot be read or the index not written
  public void refresh() {
    asking(() -> {
      if (journal != null) {
        journal.run();
      }
      return true;
    });
  }

  /// What was used.
  public UsageReport usage(UsageQuery query) {
    return asking(() -> new UsageTotals(connection).of(query));
  }

  /// What was used in windows of five hours, the oldest first.
  ///
  /// @param query its dimensions do not matter
  public List<UsageBlock> blocks(UsageQuery query) {
    return asking(() -> UsageBlocks.of(new UsageTotals(connection).quarters(query)));
  }

  /// How often one provider stood in for another, the most frequent first.
  ///
  /// @param query its dimensions do not matter
  public List<Failover> failovers(UsageQuery query) {
    return asking(() -> new Failovers(connection).of(query));
  }

  /// How many requests ended with their process.
  ///
  /// @param query its dimensions do not matter
  public long lost(UsageQuery query) {
    return asking(() -> {
      try (var ask = connection.prepareStatement("select count(*) from request where at >= ? and at < ?" + query.filter().condition() + " and result = 'lost'")) {
        query.filter().set(ask, query);
        try (var rows = ask.executeQuery()) {
          return rows.next() ? rows.getLong(1) : 0;
        }
      }
    });
  }

  /// Median time to the first byte of the streams since then, in milliseconds; empty when there was none.
  public OptionalLong medianFirstMillis(Instant since) {
    return asking(() -> new RequestPages(connection).medianFirstMillis(since));
  }

  /// Requests, the newest first.
  public RequestPage requests(RequestQuery query) {
    return asking(() -> new RequestPages(connection).page(query));
  }

  /// The same requests, those that took longest first.
  public List<JsonObject> slowest(RequestQuery query) {
    return asking(() -> new RequestPages(connection).slowest(query));
  }

  /// One request with its attempts.
  ///
  /// @param id of the request, or the beginning of it that no other has
  /// @return as a row of [RequestPage], with `attempts`; empty when there is none, or more than one
  public Optional<JsonObject> request(String id) {
    return asking(() -> new RequestPages(connection).request(id));
  }

  private interface Question<T> {
    T answer() throws SQLException, IOException;
  }

  private synchronized <T> T asking(Question<T> question) {
    try {
      return question.answer();
    } catch (SQLException | IOException | UncheckedIOException wrong) {
      throw new IndexFailure("the index of requests cannot be used: " + wrong.getMessage(), wrong);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // all is written
    }
  }

  /// Milliseconds since 1970; times beyond what the tables hold become the edges of it.
  static long millis(Instant time) {
    return time.isBefore(Instant.EPOCH) ? 0 : time.isAfter(Instant.ofEpochSecond(4_000_000_000L)) ? 4_000_000_000_000L : time.toEpochMilli();
  }
}
