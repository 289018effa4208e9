package portside;

import java.util.logging.Level;

/// The levels of the log, as `LOG_LEVEL` names them.
enum LogLevel {
  TRACE(Level.FINER),
  DEBUG(Level.FINE),
  INFO(Level.INFO),
  WARN(Level.WARNING),
  ERROR(Level.SEVERE);

  private final Level level;

  LogLevel(Level level) {
    this.level = level;
  }

  /// The same for the JDK's log.
  Level level() {
    return level;
  }

  /// What a line is shown as; what is finer than debugging is shown as that.
  static LogLevel of(Level level) {
    var number = level.intValue();
    return number >= Level.SEVERE.intValue() ? ERROR : number >= Level.WARNING.intValue() ? WARN : number >= Level.INFO.intValue() ? INFO : DEBUG;
  }
}
