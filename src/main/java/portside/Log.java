package portside;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.Logger;
import portside.console.Paint;
import portside.provider.settings.InstanceSettings.LogFormat;
import portside.status.LogLines;

/// The log of the process, to standard error: everything of our own, and warnings of the libraries.
final class Log {
  // Kept, because the log manager holds its loggers weakly.
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OURS = Logger.getLogger("portside");

  private Log() {}

  /// From now on it is written.
  ///
  /// @param level TRACE, DEBUG, INFO, WARN or ERROR
  static void configure(String level, LogFormat format) {
    for (var handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    ROOT.addHandler(new AsyncLogHandler(new FileOutputStream(FileDescriptor.err), formatter(format)));
    ROOT.addHandler(new LogLinesHandler(new LogLineFormatter(Paint.NONE), LogLines.OF_THIS_PROCESS));
    ROOT.setLevel(Level.WARNING);
    level(level);
  }

  private static Formatter formatter(LogFormat format) {
    return switch (format) {
      case TEXT -> new LogLineFormatter(Paint.of("auto", StandardError.isTerminal(), System.getenv()));
      case JSON -> new JsonLogFormatter();
    };
  }

  /// From now on this is logged, and what is worse.
  static void level(String level) {
    OURS.setLevel(LogLevel.valueOf(level).level());
  }

  /// Waits a moment until all lines are written; for the end of the process.
  static void flush() {
    for (var handler : ROOT.getHandlers()) {
      handler.flush();
    }
  }
}
