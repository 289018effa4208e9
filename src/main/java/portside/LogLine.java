package portside;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// One line per log record, to standard error: local time, level, text; a stack trace only for faults of our own.
final class LogLine extends Formatter {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  // Kept, because the log manager holds its loggers weakly.
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OURS = Logger.getLogger("portside");

  /// Sends everything of our own at that level, and warnings of the libraries, to standard error.
  ///
  /// @param level TRACE, DEBUG, INFO, WARN or ERROR
  static void configure(String level) {
    LogManager.getLogManager().reset();
    var handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    handler.setFormatter(new LogLine());
    ROOT.addHandler(handler);
    ROOT.setLevel(Level.WARNING);
    OURS.setLevel(jul(level));
  }

  @Override
  public String format(LogRecord record) {
    var time = LocalDateTime.ofInstant(record.getInstant(), ZoneId.systemDefault());
    var line = new StringBuilder(128)
        .append(TIME.format(time)).append(' ').append(word(record.getLevel())).append(' ').append(formatMessage(record)).append('\n');
    for (var thrown = record.getThrown(); thrown != null; thrown = thrown.getCause()) {
      line.append("  ").append(thrown).append('\n');
      for (var frame : thrown.getStackTrace()) {
        line.append("    at ").append(frame).append('\n');
      }
    }
    return line.toString();
  }

  private static Level jul(String level) {
    return switch (level) {
      case "TRACE" -> Level.FINER;
      case "DEBUG" -> Level.FINE;
      case "WARN" -> Level.WARNING;
      case "ERROR" -> Level.SEVERE;
      default -> Level.INFO;
    };
  }

  private static String word(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    return level.intValue() >= Level.WARNING.intValue() ? "WARN " : level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
  }
}
