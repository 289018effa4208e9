package portside.ledger.index;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import portside.ledger.Processes;
import portside.wire.FileName;
import portside.wire.Json;

/// Takes the lines of the journal that are new into the tables. However often it is done, in whatever order the lines stand and whoever else does it at
/// the same time, each request has one row, and the sums of `slot` are those of all rows there ever were.
final class JournalImport {
  private static final String END = ".jsonl";
  private static final int PIECE = 4 << 20;

  /// Of the beginning of a file, to know it again.
  private static final int HEAD = 120;

  private final Connection connection;
  private final Flavour flavour;
  private final Path folder;
  private final Scope scope;
  private final Processes processes;
  /// How long the files were that have been read to their ends.
  private final Map<Path, Long> atEnd = new HashMap<>();
  private long lines;

  /// Whose files are taken in.
  ///
  /// @param owner stands before the names of files where several machines share the tables; empty for none
  /// @param instance the one whose files these are; empty for all
  record Scope(String owner, Optional<String> instance) {
    /// All of a folder.
    static final Scope ALL = new Scope("", Optional.empty());

    private boolean has(String file) {
      return file.endsWith(END) && instance.filter(one -> !part(file).equals(FileName.of(one))).isEmpty();
    }

    /// @param name of a file as the tables have it
    private boolean hasNamed(String name) {
      return name.startsWith(owner) && has(name.substring(owner.length()));
    }
  }

  /// @param folder of the journal
  /// @param scope whose files are taken in
  JournalImport(Connection connection, Flavour flavour, Path folder, Scope scope, Processes processes) {
    this.connection = connection;
    this.flavour = flavour;
    this.folder = folder;
    this.scope = scope;
    this.processes = processes;
  }

  /// What is known of a file.
  ///
  /// @param read so many bytes
  private record Source(long read, String head) {
    static final Source NEW = new Source(0, "");
  }

  /// How many lines have been taken in so far, also where one of the runs failed.
  long taken() {
    return lines;
  }

  /// Takes everything in.
  void run() throws SQLException, IOException {
    lines();
    var gone = gone();
    if (!gone.isEmpty()) {
      lines(); // what they wrote before they ended
      lost(gone);
    }
    if (flavour == Flavour.SQLITE) {
      forget(); // a database of the person's own keeps what it has
    }
  }

  private void lines() throws SQLException, IOException {
    for (var file : files()) {
      while (piece(file)) {
        // there is more
      }
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> scope.has(file.getFileName().toString()) && Files.isRegularFile(file)).sorted().toList();
    }
  }

  private String name(Path file) {
    return scope.owner() + file.getFileName();
  }

  /// Reads on in a file, up to the end of its last whole line.
  ///
  /// @return whether there may be more
  private boolean piece(Path file) throws SQLException, IOException {
    var size = size(file);
    if (size < 0 || Long.valueOf(size).equals(atEnd.get(file))) {
      return false;
    }
    if (source(name(file)).filter(known -> known.read() == size).isPresent()) {
      atEnd.put(file, size);
      return false;
    }
    try {
      var taken = Transaction.answer(connection, flavour, () -> taken(file));
      lines += taken.lines();
      return taken.more();
    } catch (NoSuchFileException deleted) {
      return false; // it was too old
    }
  }

  /// @param more whether there may be more
  private record Taken(long lines, boolean more) {}

  private Taken taken(Path file) throws SQLException, IOException {
    try (var in = FileChannel.open(file)) {
      var source = asBefore(file, in);
      var bytes = read(in, source.read());
      var whole = afterLastLine(bytes);
      var taken = whole > 0 ? take(new String(bytes, 0, whole, StandardCharsets.UTF_8), file) : 0;
      keep(name(file), source.read() + whole, source.head().isEmpty() ? head(in) : source.head());
      return new Taken(taken, whole > 0 && bytes.length == PIECE);
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException deleted) {
      return -1;
    }
  }

  /// What is known of a file. It is read from its beginning when it is new, or another than it was; sums of it are then none.
  private Source asBefore(Path file, FileChannel in) throws SQLException, IOException {
    var known = source(name(file));
    if (known.isPresent() && known.get().read() <= in.size() && head(in).startsWith(known.get().head())) {
      return known.get();
    }
    withdraw(name(file));
    return Source.NEW;
  }

  private static byte[] read(FileChannel in, long from) throws IOException {
    var bytes = ByteBuffer.allocate((int) Math.min(PIECE, in.size() - from));
    while (bytes.hasRemaining() && in.read(bytes, from + bytes.position()) >= 0) {
      // on
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static int afterLastLine(byte[] bytes) {
    var end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end == 0 && bytes.length == PIECE ? PIECE : end; // no line is that long: it is none
  }

  private static String head(FileChannel in) throws IOException {
    var bytes = ByteBuffer.allocate(HEAD);
    var read = in.read(bytes, 0);
    return new String(bytes.array(), 0, Math.max(read, 0), StandardCharsets.ISO_8859_1).replace('\0', ' ');
  }

  private Optional<Source> source(String name) throws SQLException {
    try (var ask = connection.prepareStatement("select read, head from source where file = ?")) {
      ask.setString(1, name);
      try (var rows = ask.executeQuery()) {
        return rows.next() ? Optional.of(new Source(rows.getLong(1), rows.getString(2))) : Optional.empty();
      }
    }
  }

  private void keep(String name, long read, String head) throws SQLException {
    Statements.update(connection, "insert into source (file, read, head, gone) values (?, ?, ?, 0) on conflict (file) do update set read = excluded.read, head = excluded.head, gone = 0",
        name, read, head);
  }

  /// Takes back all that came from a file.
  private void withdraw(String name) throws SQLException {
    Statements.update(connection, "delete from attempt where request in (select id from request where file = ?)", name);
    Statements.update(connection, "delete from request where file = ?", name);
    Statements.update(connection, "delete from slot where file = ?", name);
    Statements.update(connection, "delete from begun where file = ?", name);
    Statements.update(connection, "delete from amended where file = ?", name);
  }

  private long take(String lines, Path file) throws SQLException {
    var number = 0L;
    try (var rows = new RequestRows(connection, name(file))) {
      for (var line : (Iterable<String>) lines.lines()::iterator) {
        try {
          take(Json.object(line), file, rows);
          number++;
        } catch (Json.Malformed torn) {
          // what was lost with it is told by the line that began the request
        }
      }
    }
    return number;
  }

  private void take(JsonObject line, Path file, RequestRows rows) throws SQLException {
    if (line.containsKey("begin")) {
      rows.begun(line, writer(file.getFileName().toString()));
    } else if (line.containsKey("so_far")) {
      rows.soFar(line);
    } else if (line.containsKey("end")) {
      rows.ended(line, line.get("tries") instanceof JsonArray tries ? tries : JsonValue.EMPTY_JSON_ARRAY);
    } else if (line.containsKey("amend")) {
      rows.amended(line);
    }
  }

  /// The instance that writes a file, from its name.
  private static String writer(String file) {
    return FileName.instance(part(file));
  }

  private static String part(String file) {
    return file.replaceFirst("-\\d{4}-\\d{2}-\\d{2}\\.jsonl$", "");
  }

  private record Pending(String id, String file, String line) {}

  /// Requests without an end whose process is gone.
  private List<Pending> gone() throws SQLException {
    var gone = new ArrayList<Pending>();
    try (var ask = connection.prepareStatement("select id, file, pid, start, line from begun")) {
      try (var rows = ask.executeQuery()) {
        while (rows.next()) {
          if (scope.hasNamed(rows.getString(2)) && !processes.running(rows.getLong(3), rows.getLong(4))) {
            gone.add(new Pending(rows.getString(1), rows.getString(2), rows.getString(5)));
          }
        }
      }
    }
    return gone;
  }

  private void lost(List<Pending> gone) throws SQLException {
    Transaction.run(connection, flavour, () -> {
      for (var pending : gone) {
        try (var rows = new RequestRows(connection, pending.file())) {
          rows.lost(pending.id(), Json.object(pending.line()));
        } catch (Json.Malformed impossible) {
          throw new IllegalStateException(impossible); // it was read before
        }
      }
    });
  }

  /// Requests whose file was too old are forgotten; their sums stay.
  private void forget() throws SQLException, IOException {
    Set<String> there = new HashSet<>();
    files().forEach(file -> there.add(name(file)));
    var gone = new ArrayList<String>();
    try (var ask = connection.prepareStatement("select file from source where gone = 0")) {
      try (var rows = ask.executeQuery()) {
        while (rows.next()) {
          if (scope.hasNamed(rows.getString(1)) && !there.contains(rows.getString(1))) {
            gone.add(rows.getString(1));
          }
        }
      }
    }
    if (!gone.isEmpty()) {
      Transaction.run(connection, flavour, () -> {
        for (var file : gone) {
          Statements.update(connection, "delete from attempt where request in (select id from request where file = ?)", file);
          Statements.update(connection, "delete from request where file = ?", file);
          Statements.update(connection, "delete from begun where file = ?", file);
          Statements.update(connection, "update source set gone = 1 where file = ?", file);
        }
      });
    }
  }
}
