package portside.ledger;

/// Says whether a process still runs, so that a request it began may still end.
public interface Processes {
  /// @param start when it began, in milliseconds since 1970; 0 when that was unknown
  boolean running(long pid, long start);

  /// Those of this machine.
  static boolean here(long pid, long start) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive)
        .filter(process -> start == 0 || process.info().startInstant().filter(began -> began.toEpochMilli() != start).isEmpty())
        .isPresent();
  }
}
