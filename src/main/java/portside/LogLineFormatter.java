package portside;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import portside.status.LogLines;
import portside.wire.OneLine;

/// One line per log record, to standard error: local time, level, text; a stack trace only for faults of our own. Names and messages of clients
/// and providers are in the text, so here is the one place that keeps them from forging a line or driving a terminal.
final class LogLineFormatter extends Formatter {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  /// The most characters of a text; what is longer is a body by mistake.
  private static final int LONGEST = 4_000;

  // Kept, because the log manager holds its loggers weakly.
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OURS = Logger.getLogger("portside");

  /// Sends everything of our own at that level, and warnings of the libraries, to standard error.
  ///
  /// @param level TRACE, DEBUG, INFO, WARN or ERROR
  static void configure(String level) {
    for (var handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    ROOT.addHandler(new AsyncLogHandler(new FileOutputStream(FileDescriptor.err), new LogLineFormatter()));
    ROOT.addHandler(new LogLinesHandler(new LogLineFormatter(), LogLines.OF_THIS_PROCESS));
    ROOT.setLevel(Level.WARNING);
    level(level);
  }

  /// From now on this is logged, and what is worse.
  static void level(String level) {
    OURS.setLevel(jul(level));
  }

  /// Waits a moment until all lines are written; for the end of the process.
  static void flush() {
    for (var handler : ROOT.getHandlers()) {
      handler.flush();
    }
  }

  @Override
  public String format(LogRecord record) {
    var time = LocalDateTime.ofInstant(record.getInstant(), ZoneId.systemDefault());
    var line = new StringBuilder(128).append(TIME.format(time)).append(' ').append(word(record.getLevel())).append(' ')
        .append(text(record)).append('\n');
    for (var thrown = record.getThrown(); thrown != null; thrown = thrown.getCause()) {
      line.append("  ").append(OneLine.of(thrown.toString(), LONGEST)).append('\n');
      for (var frame : thrown.getStackTrace()) {
        line.append("    at ").append(frame).append('\n');
      }
    }
    return line.toString();
  }

  /// What it says, in one line.
  String text(LogRecord record) {
    return OneLine.of(formatMessage(record), LONGEST);
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

  static String word(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    return level.intValue() >= Level.WARNING.intValue() ? "WARN " : level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
  }
}
