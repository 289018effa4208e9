package portside;

/** Placeholder so that the skeleton builds. */
public final class Main {
  private Main() {}

  /// Starts the proxy.
  public static void main(String[] args) {}
}
