package portside;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.status.RunningInstance;
import portside.status.RunningInstances;

/// Tells while an instance runs that it does. The file is written beside the start, which does not wait for it.
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

  /// Tells it, on a thread of its own.
  void start() {
    Thread.ofPlatform().daemon().name("presence").start(this::tell);
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
