package portside.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.wire.FileName;

/// The files of a journal, one for each day in UTC: `<instance>-<year>-<month>-<day>.jsonl`, the instance as
/// [FileName] writes it, readable by their owner alone. Files that are too old are deleted when a new day's is opened.
final class JournalFile implements AutoCloseable {
  private static final String END = ".jsonl";

  private final Journal.Settings settings;
  private final String prefix;
  private @Nullable FileChannel channel;
  private @Nullable Path path;
  private @Nullable LocalDate day;
  /// Whether the line before may lack its end.
  private boolean torn;

  JournalFile(Journal.Settings settings) {
    this.settings = settings;
    this.prefix = prefix(settings.instance());
  }

  private static String prefix(String instance) {
    return FileName.of(instance) + "-";
  }

  /// The files of an instance from a day on, the youngest first; none where there is no folder. Those of an earlier version may be of other instances, too.
  static List<Path> since(Path folder, String instance, LocalDate first) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var days = new TreeMap<LocalDate, List<Path>>();
    for (var prefix : new LinkedHashSet<>(List.of(prefix(instance), FileName.shared(instance) + "-"))) {
      of(folder, prefix, first).forEach((day, file) -> days.computeIfAbsent(day, _ -> new ArrayList<>()).add(file));
    }
    return days.descendingMap().values().stream().flatMap(List::stream).toList();
  }

  private static Map<LocalDate, Path> of(Path folder, String prefix, LocalDate first) throws IOException {
    var found = new TreeMap<LocalDate, Path>();
    try (var files = Files.newDirectoryStream(folder, prefix + "*" + END)) {
      for (var file : files) {
        var name = file.getFileName().toString();
        day(name.substring(prefix.length(), name.length() - END.length())).filter(day -> !day.isBefore(first) && Files.isRegularFile(file)).ifPresent(day -> found.put(day, file));
      }
    }
    return found;
  }

  /// Appends a line to the file of its day.
  ///
  /// @param today for what is too old
  void append(LocalDate day, ByteBuffer line, LocalDate today) throws IOException {
    write(isOpen(day) ? Objects.requireNonNull(channel) : open(day, today), line);
  }

  /// Appends a line when the file of its day is open and there is nothing to be mended in it.
  ///
  /// @param line makes it
  /// @return whether it is written
  boolean appendIfOpen(LocalDate day, Supplier<byte[]> line) throws IOException {
    if (torn || !isOpen(day)) {
      return false;
    }
    write(Objects.requireNonNull(channel), ByteBuffer.wrap(line.get()));
    return true;
  }

  private void write(FileChannel out, ByteBuffer line) throws IOException {
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

  /// The file may have been deleted meanwhile, and closed by an interrupt of the thread that wrote.
  private boolean isOpen(LocalDate wanted) {
    return channel != null && path != null && wanted.equals(day) && channel.isOpen() && Files.exists(path);
  }

  private FileChannel open(LocalDate wantedDay, LocalDate today) throws IOException {
    close();
    var wanted = settings.folder().resolve(prefix + wantedDay + END);
    Files.createDirectories(settings.folder(), OwnerOnly.folder());
    deleteBefore(today.minusDays(settings.days()));
    var opened = FileChannel.open(wanted, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OwnerOnly.file());
    channel = opened;
    path = wanted;
    day = wantedDay;
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
        if (day(name.substring(prefix.length(), name.length() - END.length())).filter(day -> day.isBefore(first)).isPresent()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /// Empty where the rest of another instance's name stands.
  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
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
