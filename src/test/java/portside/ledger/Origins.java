package portside.ledger;

/// Origins of requests.
public final class Origins {
  private Origins() {}

  /// Of one that says its session, and nothing else.
  public static Origin ofSession(String session) {
    return new Origin(session, null, null, null, "main", null, null, null, null, 0, null);
  }
}
