package portside.ledger;

import jakarta.json.JsonObjectBuilder;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// The line of the log for one request, with what it tells of.
public final class LoggedRequest extends LogRecord {
  private static final long serialVersionUID = 1L;

  private final transient LedgerEntry entry;
  private final transient String instance;
  private final transient Journal.Project project;

  /// @param logger its name
  /// @param text the line
  /// @param instance that answered
  /// @param project what names the project of a request
  LoggedRequest(Level level, String logger, String text, LedgerEntry entry, String instance, Journal.Project project) {
    super(level, text);
    setLoggerName(logger);
    this.entry = entry;
    this.instance = instance;
    this.project = project;
  }

  /// The id of the request.
  public String requestId() {
    return entry.requestId();
  }

  /// The status the client got.
  public int status() {
    return entry.result().status();
  }

  /// Adds the members that the journal has of it.
  public void addTo(JsonObjectBuilder json) {
    JournalLine.ended(json, entry, instance, project.of(entry.details().origin()));
  }
}
