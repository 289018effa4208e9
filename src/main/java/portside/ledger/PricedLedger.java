package portside.ledger;

/// Adds to each entry what the request cost, and hands it on. The prices are read while the first provider is waited for.
public final class PricedLedger implements Ledger {
  private final Prices prices;
  private final Ledger next;

  /// @param next gets the entries with their costs
  public PricedLedger(Prices prices, Ledger next) {
    this.prices = prices;
    this.next = next;
  }

  @Override
  public void begun(Begun request) {
    prices.load(); // while the provider works
    next.begun(request);
  }

  @Override
  public void answered(LedgerEntry entry) {
    next.answered(entry.priced(prices.cost(entry)));
  }

  @Override
  public void append(LedgerEntry entry) {
    next.append(entry.priced(prices.cost(entry)));
  }
}
