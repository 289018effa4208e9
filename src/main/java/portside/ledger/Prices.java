package portside.ledger;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import portside.catalog.Price;
import portside.catalog.PriceTable;

/// Computes what a request cost. The first of these counts that says something:
///
/// 1. what the provider reports
/// 2. `BILLING` in the env file
/// 3. `prices.json` beside it, which is read again when it changes
/// 4. the table that is shipped with the program
///
/// What is unknown stays so: it is not free. Nothing is read before the first request.
public final class Prices {
  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);
  private static final String REPORTED = "USD"; // of OpenRouter, Vercel and LiteLLM

  /// The user's table, and the time its file had when it was read.
  private record Own(PriceTable table, long changed) {}

  /// Keeps the shipped table, which is read when it is first asked for.
  private static final class Shipped {
    static final PriceTable TABLE = PriceTable.shipped();
  }

  /// The time of a file that is not there.
  private static final long ABSENT = 0;

  private final Optional<Path> file;
  private final AtomicBoolean loading = new AtomicBoolean();
  private volatile @Nullable Own own;

  /// @param file the user's own; it need not exist
  public Prices(Optional<Path> file) {
    this.file = file;
  }

  /// The date of the youngest price in the shipped table.
  public static String date() {
    return Shipped.TABLE.rows().stream().map(Price::date).max(String::compareTo).orElse("");
  }

  /// Reads the tables on a thread of their own, unless that was begun.
  void load() {
    if (loading.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> find(new Answerer("", "", "", "", "", Answerer.Billing.LISTED), ""));
    }
  }

  /// What a request cost; [Cost#UNKNOWN] when no provider was asked.
  public Cost cost(LedgerEntry entry) {
    var answerer = entry.details().answerer();
    if (answerer == Answerer.NOBODY) {
      return Cost.UNKNOWN;
    }
    var found = find(answerer, entry.servedModel());
    var reported = entry.details().reported();
    if (reported != null) {
      var amount = reported.multiply(BILLION).setScale(0, RoundingMode.HALF_UP).longValue();
      return new Cost(amount, amount, found.list == null ? REPORTED : found.list.currency(), "reported", "");
    }
    var worth = found.list == null ? null : found.list.cost(use(entry.tokens()), entry.began());
    var currency = found.list == null ? "" : found.list.currency();
    var price = found.list == null ? "" : found.list.name();
    return switch (found.kind) {
      case FREE -> new Cost(0L, worth, currency, "free", price);
      case PLAN -> new Cost(0L, worth, currency, "plan", price);
      case TOKENS, UNKNOWN -> worth == null ? Cost.UNKNOWN : new Cost(worth, worth, currency, found.own ? "own" : "list", price);
    };
  }

  private static Price.Use use(LedgerEntry.Tokens tokens) {
    return new Price.Use(tokens.input(), tokens.cacheRead().orElse(0), tokens.written(), tokens.writtenHour(), tokens.output());
  }

  /// How a model is paid, and its price in a list; null when it stands in none.
  private record Found(Price.Kind kind, @Nullable Price list, boolean own) {}

  private Found find(Answerer answerer, String model) {
    var mine = own();
    var row = mine.find(answerer.kind(), answerer.address(), model);
    var own = row.isPresent();
    var table = own ? mine : Shipped.TABLE;
    var kind = row.or(() -> Shipped.TABLE.find(answerer.kind(), answerer.address(), model)).map(Price::kind).orElse(Price.Kind.UNKNOWN);
    var list = table.list(answerer.kind(), answerer.address(), model);
    var listed = list.isPresent() || own && kind != Price.Kind.PLAN ? list : Shipped.TABLE.list(answerer.kind(), answerer.address(), model);
    return new Found(kind(answerer.billing(), kind), listed.orElse(null), own);
  }

  private static Price.Kind kind(Answerer.Billing billing, Price.Kind found) {
    return switch (billing) {
      case LISTED -> found;
      case FREE -> Price.Kind.FREE;
      case PLAN -> Price.Kind.PLAN;
      case TOKENS -> Price.Kind.TOKENS;
    };
  }

  private PriceTable own() {
    if (file.isEmpty()) {
      return PriceTable.NONE;
    }
    var path = file.get();
    var changed = changed(path);
    var known = own;
    if (known == null || changed != known.changed) {
      known = new Own(changed == ABSENT ? PriceTable.NONE : read(path), changed);
      own = known;
    }
    return known.table;
  }

  /// In milliseconds since 1970. Mostly there is none, and an exception for each request would cost more than the rest of its price.
  private static long changed(Path path) {
    return path.toFile().lastModified();
  }

  private static PriceTable read(Path path) {
    try {
      var table = PriceTable.read(Files.readString(path));
      for (var fault : table.faults()) {
        log().log(Level.WARNING, path + ":" + fault.line() + ": " + (fault.member().isEmpty() ? "" : fault.member() + " ") + fault.problem() + " ("
            + fault.hint() + "); " + (table.rows().isEmpty() ? "no price of it is used" : "the other rows are used"));
      }
      return table;
    } catch (IOException e) {
      log().log(Level.WARNING, path + " cannot be read (" + e.getClass().getSimpleName() + "); its prices are not used");
      return PriceTable.NONE;
    }
  }

  private static Logger log() {
    return System.getLogger(Prices.class.getName());
  }
}
