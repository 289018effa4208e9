package portside;

import java.util.logging.Level;

/// The levels of the log, as `LOG_LEVEL` names them.
enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR;

  /// The same for the JDK's log.
  Level level() {
    return switch (this) {
      case TRACE -> Level.FINER;
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARN -> Level.WARNING;
      case ERROR -> Level.SEVERE;
    };
  }

  /// What a line is shown as; what is finer than debugging is shown as that.
  static LogLevel of(Level level) {
    var number = level.intValue();
    return number >= Level.SEVERE.intValue() ? ERROR : number >= Level.WARNING.intValue() ? WARN : number >= Level.INFO.intValue() ? INFO : DEBUG;
  }
}
