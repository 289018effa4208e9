package portside;

/// Ends this process when the launcher that started it is gone. A launcher that is asked to stop passes that on; one that is killed outright cannot.
final class ParentWatch {
  private ParentWatch() {}

  /// Watches the process named by `portside.parent`; does nothing without one. Seen within 5 s: the JDK looks at a process that is no child of
  /// its own that often.
  static void start() {
    var parent = Long.getLong("portside.parent");
    if (parent != null) {
      ProcessHandle.of(parent).ifPresentOrElse(ParentWatch::leaveWith, () -> System.exit(0));
    }
  }

  private static void leaveWith(ProcessHandle launcher) {
    var _ = launcher.onExit().thenRun(() -> System.exit(0));
  }
}
