package portside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Looks at files again and again and says when they have changed and are at rest again: an editor writes in several steps. Looking works the same on
/// every system and file system, and costs less than a thread that waits.
///
/// ```
///   known ── look: other than known ──► moving ── look: the same as the look before ──► known, told
///                                          └──── look: other again ────► moving
/// ```
final class FileWatch {
  private static final Duration PAUSE = Duration.ofMillis(500);

  /// A file as it is seen from outside.
  private record Seen(Path file, long size, long changed, Object key) {}

  private final Supplier<List<Path>> files;
  private final Runnable changed;
  private List<Seen> known;
  private List<Seen> last;

  /// @param files asked again with each look
  /// @param changed is told on the thread that looks
  FileWatch(Supplier<List<Path>> files, Runnable changed) {
    this.files = files;
    this.changed = changed;
    this.known = seen();
    this.last = known;
  }

  /// Looks twice a second, on a daemon thread, until that thread is interrupted.
  Thread start() {
    return Thread.ofPlatform().daemon().name("file-watch").start(() -> {
      try {
        while (true) {
          Thread.sleep(PAUSE);
          look();
        }
      } catch (InterruptedException e) {
        // no more
      }
    });
  }

  /// Looks once.
  void look() {
    var now = seen();
    if (!now.equals(known) && now.equals(last)) {
      changed.run();
      var loaded = now;
      now = seen(); // there may be other files now; of those that were there, the ones just read are known, not what came of them since
      known = now.stream().map(one -> loaded.stream().filter(it -> it.file().equals(one.file())).findFirst().orElse(one)).toList();
    }
    last = now;
  }

  private List<Seen> seen() {
    var all = new ArrayList<Seen>();
    for (var file : files.get()) {
      try {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        all.add(new Seen(file, attributes.size(), attributes.lastModifiedTime().toMillis(), String.valueOf(attributes.fileKey())));
      } catch (IOException e) {
        all.add(new Seen(file, -1, 0, ""));
      }
    }
    return all;
  }
}
