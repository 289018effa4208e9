package portside.routing;

/// Tells one listener that there is something new to keep over a restart. Safe for any number of threads.
public final class Changes {
  private volatile Runnable listener = () -> {};

  /// @param told with each change, on the way of a request: it must be quick
  public void tell(Runnable told) {
    listener = told;
  }

  /// Something is new.
  public void happened() {
    listener.run();
  }
}
