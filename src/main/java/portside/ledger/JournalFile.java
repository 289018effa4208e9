package portside.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The files of a journal, one for each day in UTC: `<instance>-<year>-<month>-<day>.jsonl`, readable by their owner alone. Files that are too old are
/// deleted when a new day's is opened.
final class JournalFile implements AutoCloseable {
  private static final String END = ".jsonl";

  private final Journal.Settings settings;
  private final String prefix;
  private @Nullable FileChannel channel;
  private @Nullable Path path;
  /// Whether the line before may lack its end.
  private boolean torn;

  JournalFile(Journal.Settings settings) {
    this.settings = settings;
    this.prefix = settings.instance().replaceAll("[^A-Za-z0-9._-]", "_") + "-";
  }

  /// Appends a line to the file of its day.
  ///
  /// @param today for what is too old
  void append(LocalDate day, ByteBuffer line, LocalDate today) throws IOException {
    var out = open(settings.folder().resolve(prefix + day + END), today);
    if (torn) {
      out.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
    torn = true;
    while (line.hasRemaining()) {
      out.write(line);
    }
    torn = false;
    if (settings.sync()) {
      out.force(false);
    }
  }

  /// The file may have been deleted meanwhile.
  private FileChannel open(Path wanted, LocalDate today) throws IOException {
    if (channel != null && wanted.equals(path) && Files.exists(wanted)) {
      return channel;
    }
    close();
    Files.createDirectories(settings.folder(), OwnerOnly.folder());
    deleteBefore(today.minusDays(settings.days()));
    var opened = FileChannel.open(wanted, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OwnerOnly.file());
    channel = opened;
    path = wanted;
    torn = endsInside(wanted);
    return opened;
  }

  /// Whether the last line has no end, since the process or the machine stopped in the middle.
  private static boolean endsInside(Path path) throws IOException {
    try (var in = FileChannel.open(path, Set.of(StandardOpenOption.READ))) {
      var end = ByteBuffer.allocate(1);
      return in.size() > 0 && in.read(end, in.size() - 1) == 1 && end.get(0) != '\n';
    }
  }

  private void deleteBefore(LocalDate first) throws IOException {
    try (var files = Files.newDirectoryStream(settings.folder(), prefix + "*" + END)) {
      for (var file : files) {
        var name = file.getFileName().toString();
        if (isBefore(name.substring(prefix.length(), name.length() - END.length()), first)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /// The rest of another instance's name is no day.
  private static boolean isBefore(String day, LocalDate first) {
    try {
      return LocalDate.parse(day).isBefore(first);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  @Override
  public void close() {
    var before = channel;
    channel = null;
    if (before != null) {
      try {
        before.close();
      } catch (IOException e) {
        // every line is written by now
      }
    }
  }
}
