package portside.ledger.requests;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import portside.ledger.OwnerOnly;
import portside.wire.FileName;

/// The files of recorded requests: `<instance>-<year>-<month>-<day>.jsonl`, the instance as [FileName] writes it, and when that one is large `….2.jsonl`
/// and so on. Their owner alone can read them, from the moment they exist. Together they stay below a size, the oldest goes first; those of earlier days go after a number of days.
final class RequestFiles implements AutoCloseable {
  /// So many files make the allowed size, so that what goes first is a part.
  private static final int PARTS = 4;

  private static final Pattern NAME = Pattern.compile("(.+)-([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\\.([0-9]{1,9}))?\\.jsonl");

  /// A file by its name.
  record Part(Path path, String instance, LocalDate day, int number) {
    static final Comparator<Part> OLDEST_FIRST = Comparator.comparing(Part::day).thenComparingInt(Part::number);

    static Optional<Part> of(Path path) {
      var name = NAME.matcher(path.getFileName().toString());
      try {
        return name.matches()
            ? Optional.of(new Part(path, name.group(1), LocalDate.parse(name.group(2)), name.group(3) == null ? 1 : Integer.parseInt(name.group(3))))
            : Optional.empty();
      } catch (DateTimeException noDay) {
        return Optional.empty();
      }
    }
  }

  private final RequestLog.Settings settings;
  private final String instance;
  private @Nullable FileChannel channel;
  private @Nullable Part current;
  private long size;

  RequestFiles(RequestLog.Settings settings) {
    this.settings = settings;
    this.instance = FileName.of(settings.instance());
  }

  /// All files of a folder, the oldest first; none when there is no folder.
  static List<Part> all(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.flatMap(path -> Part.of(path).stream()).sorted(Part.OLDEST_FIRST).toList();
    }
  }

  private List<Part> own() throws IOException {
    return all(settings.folder()).stream().filter(part -> part.instance().equals(instance)).toList();
  }

  /// Appends a line, with its end, to the file of a day.
  void append(LocalDate day, byte[] line) throws IOException {
    var out = open(day, line.length);
    var rest = ByteBuffer.wrap(line);
    while (rest.hasRemaining()) {
      size += out.write(rest);
    }
  }

  private FileChannel open(LocalDate day, int length) throws IOException {
    var part = current;
    if (channel != null && part != null && part.day.equals(day) && Files.exists(part.path) && size + length <= settings.bytes() / PARTS) {
      return channel;
    }
    close();
    Files.createDirectories(settings.folder(), OwnerOnly.folder());
    deleteOld(day);
    var next = next(day, length);
    makeRoom(next, length);
    var opened = FileChannel.open(next.path, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OwnerOnly.file());
    channel = opened;
    current = next;
    size = opened.size();
    if (size > 0) { // what is there may have been cut off in the middle of a line
      size += opened.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
    return opened;
  }

  /// The last file of the day while it has room, else one behind it.
  private Part next(LocalDate day, int length) throws IOException {
    var last = own().stream().filter(part -> part.day.equals(day)).reduce((_, later) -> later);
    if (last.isPresent() && Files.size(last.get().path) + length <= settings.bytes() / PARTS) {
      return last.get();
    }
    var number = last.map(part -> part.number + 1).orElse(1);
    var path = settings.folder().resolve(instance + "-" + day + (number == 1 ? "" : "." + number) + ".jsonl");
    return new Part(path, instance, day, number);
  }

  /// Deletes the oldest files until another part has room beside them.
  private void makeRoom(Part next, int length) throws IOException {
    var others = new ArrayList<>(own());
    others.removeIf(part -> part.path.equals(next.path));
    var all = 0L;
    for (var part : others) {
      all += Files.size(part.path);
    }
    while (!others.isEmpty() && all + Math.max(length, settings.bytes() / PARTS) > settings.bytes()) {
      var oldest = others.removeFirst();
      all -= Files.size(oldest.path);
      Files.deleteIfExists(oldest.path);
    }
  }

  /// Deletes what is too old.
  void deleteOld(LocalDate today) throws IOException {
    for (var part : own()) {
      if (part.day.isBefore(today.minusDays(settings.days()))) {
        Files.deleteIfExists(part.path);
      }
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
