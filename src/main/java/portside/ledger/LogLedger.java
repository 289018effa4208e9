package portside.ledger;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Writes each entry as one line of the log, a warning where the request failed; no prompt, no answer, no key is in it.
///
/// ```
/// req_1x 200 ok claude-opus-5-5 -> glm:glm-5.3 stream first=412ms total=9120ms tries=2 failover_from=kimi in=1200 out=620 cached=48000 cost=0.0169USD
/// ```
/// What is unknown, nothing or as usual is left out; `plan=` is what the use of a plan would have cost.
public final class LogLedger implements Ledger {
  private static final Logger LOG = Logger.getLogger("portside.requests");

  private static final int BILLIONTHS = 9;
  private static final MathContext SHOWN = new MathContext(4);

  private final String instance;
  private final Journal.Project project;

  /// @param instance the name of the instance
  /// @param project what names the project of a request
  public LogLedger(String instance, Journal.Project project) {
    this.instance = instance;
    this.project = project;
  }

  @Override
  public void append(LedgerEntry entry) {
    var level = level(entry);
    if (LOG.isLoggable(level)) {
      LOG.log(new LoggedRequest(level, LOG.getName(), line(entry), entry, instance, project));
    }
  }

  private static Level level(LedgerEntry entry) {
    return entry.result().status() < 400 || entry.result() == LedgerEntry.Result.LEFT ? Level.INFO : Level.WARNING;
  }

  private static String line(LedgerEntry entry) {
    var tokens = entry.tokens();
    var line = new StringBuilder(160).append(entry.requestId()).append(' ').append(entry.result().status()).append(' ').append(entry.result().name());
    if (!entry.requestedModel().isEmpty()) {
      line.append(' ').append(entry.requestedModel());
    }
    if (!entry.servedModel().isEmpty()) {
      line.append(" -> ").append(entry.provider()).append(':').append(entry.servedModel());
    }
    line.append(entry.stream() ? " stream" : " whole");
    if (entry.firstByte() != null) {
      line.append(" first=").append(entry.firstByte().toMillis()).append("ms");
    }
    line.append(" total=").append(entry.duration().toMillis()).append("ms");
    if (entry.tries() > 1) {
      line.append(" tries=").append(entry.tries());
    }
    entry.failoverFrom().ifPresent(first -> line.append(" failover_from=").append(first));
    if (tokens != LedgerEntry.Tokens.NONE) {
      line.append(" in=").append(tokens.input()).append(" out=").append(tokens.output());
      tokens.cacheRead().ifPresent(read -> line.append(" cached=").append(read));
      if (tokens.estimated()) {
        line.append(" estimated");
      }
    }
    var cost = entry.details().cost();
    if (cost != null) {
      line.append(money(cost));
    }
    var trace = entry.details().origin().trace();
    if (trace != null) {
      line.append(" trace=").append(trace);
    }
    if (!entry.detail().isEmpty()) {
      line.append(" \"").append(entry.detail()).append('"');
    }
    return line.toString();
  }

  /// What was paid, or what the use of a plan is worth; nothing when it is not known or nothing.
  private static String money(Cost cost) {
    var amount = cost.source().equals("plan") ? cost.worth() : cost.paid();
    if (amount == null || amount == 0) {
      return "";
    }
    var rounded = BigDecimal.valueOf(amount, BILLIONTHS).round(SHOWN).stripTrailingZeros().toPlainString();
    return (cost.source().equals("plan") ? " plan=" : " cost=") + rounded + cost.currency();
  }
}
