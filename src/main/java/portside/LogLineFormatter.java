package portside;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import portside.console.Paint;
import portside.exchange.RequestId;
import portside.ledger.LoggedRequest;
import portside.wire.OneLine;

/// One line per log record: local time, level, text; a stack trace only for faults of our own. Names and messages of clients and providers are in the
/// text, so here is the one place that keeps them from forging a line or driving a terminal. A line that belongs to a request names it.
final class LogLineFormatter extends Formatter {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  /// The most characters of a text; what is longer is a body by mistake.
  static final int LONGEST = 4_000;

  private static final int LEVEL_WIDTH = 5;

  private final Paint paint;

  /// @param paint colours for a terminal, or none
  LogLineFormatter(Paint paint) {
    this.paint = paint;
  }

  @Override
  public String format(LogRecord record) {
    var time = LocalDateTime.ofInstant(record.getInstant(), ZoneId.systemDefault());
    var line = new StringBuilder(128).append(paint.text(Paint.Role.DIM, TIME.format(time))).append(' ').append(level(record.getLevel())).append(' ')
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
    var said = formatMessage(record);
    var text = OneLine.of(RequestId.current().filter(id -> !said.contains(id)).map(id -> id + " " + said).orElse(said), LONGEST);
    if (paint.on() && record instanceof LoggedRequest request) {
      var status = " " + request.status() + " ";
      return text.replaceFirst(status, Matcher.quoteReplacement(" " + paint.text(role(request.status()), status.strip()) + " "));
    }
    return text;
  }

  private static Paint.Role role(int status) {
    return status < 400 ? Paint.Role.GOOD : status < 500 ? Paint.Role.WARN : Paint.Role.BAD;
  }

  private String level(Level level) {
    var word = LogLevel.of(level);
    return paint.text(switch (word) {
      case ERROR -> Paint.Role.BAD;
      case WARN -> Paint.Role.WARN;
      case INFO -> Paint.Role.ACCENT;
      case DEBUG, TRACE -> Paint.Role.DIM;
    }, word.name()) + (word.name().length() < LEVEL_WIDTH ? " " : "");
  }
}
