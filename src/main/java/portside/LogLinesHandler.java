package portside;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import portside.status.LogLines;

/// Keeps the last lines of the log in memory, for pages that show it.
final class LogLinesHandler extends Handler {
  private final LogLineFormatter formatter;
  private final LogLines lines;

  /// @param formatter of the log itself
  LogLinesHandler(LogLineFormatter formatter, LogLines lines) {
    this.formatter = formatter;
    this.lines = lines;
    setLevel(Level.ALL);
  }

  @Override
  public void publish(LogRecord record) {
    var logger = record.getLoggerName() == null ? "" : record.getLoggerName();
    lines.add(new LogLines.Line(record.getInstant(), LogLevel.of(record.getLevel()).name(), logger, formatter.text(record)));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
