package portside.ledger;

/// Takes one entry for each request that asks for a message, from the thread that serves it: [#begun] when a provider is waited for, [#answered] when the
/// whole answer is there, [#append] at the end in every case. What goes wrong in it is its own affair: it throws nothing, and what it waits for is bounded.
public interface Ledger {
  /// Appends one entry.
  void append(LedgerEntry entry);

  /// A provider has been asked for the first time, or is about to be, and is waited for now.
  default void begun(Begun request) {}

  /// The whole answer is there, and its end is about to be sent. The entry is appended after that all the same, and may then end otherwise.
  default void answered(LedgerEntry entry) {}

  /// Appends to both.
  default Ledger and(Ledger other) {
    return new Both(this, other);
  }

  /// Two ledgers in one.
  record Both(Ledger first, Ledger second) implements Ledger {
    @Override
    public void append(LedgerEntry entry) {
      first.append(entry);
      second.append(entry);
    }

    @Override
    public void begun(Begun request) {
      first.begun(request);
      second.begun(request);
    }

    @Override
    public void answered(LedgerEntry entry) {
      first.answered(entry);
      second.answered(entry);
    }
  }
}
