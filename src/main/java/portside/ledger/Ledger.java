package portside.ledger;

/// Takes one entry per request. Never blocks and never fails a request.
public interface Ledger {
  /// Appends one entry.
  void append(LedgerEntry entry);

  /// Appends to both.
  default Ledger and(Ledger other) {
    return entry -> {
      append(entry);
      other.append(entry);
    };
  }
}
