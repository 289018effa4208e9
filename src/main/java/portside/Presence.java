package portside;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.status.RunningInstance;
import portside.status.RunningInstances;

/// Tells while an instance runs that it does. The file is written behind the start, which it would slow down.
final class Presence {
  private final RunningInstances folder;
  private final Supplier<RunningInstance> self;
  private @Nullable RunningInstance told;
  private boolean over;

  /// @param folder where it is told
  /// @param self what is told
  Presence(RunningInstances folder, Supplier<RunningInstance> self) {
    this.folder = folder;
    this.self = self;
  }

  /// Tells it, on a thread of its own, when the other one has done its work.
  void startAfter(Thread other) {
    Thread.ofVirtual().name("presence").start(() -> {
      try {
        other.join();
        tell();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // nobody interrupts it
      }
    });
  }

  private synchronized void tell() {
    if (!over) {
      told = self.get();
      folder.add(told);
    }
  }

  /// Tells it no more.
  synchronized void end() {
    over = true;
    if (told != null) {
      folder.remove(told);
    }
  }
}
