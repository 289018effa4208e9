package portside;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import portside.exchange.RequestId;
import portside.ledger.LoggedRequest;
import portside.wire.Json;
import portside.wire.OneLine;

/// One JSON object per log record, on one line: `at`, `level`, `logger`, `id` of the request it belongs to, `message`, `thrown`. The line of a request has
/// the members of the journal's too.
final class JsonLogFormatter extends Formatter {
  /// What is no thread of the request's own names it in its text.
  private static final Pattern ID = Pattern.compile("\\breq_[0-9a-z]{3,30}\\b");

  @Override
  public String format(LogRecord record) {
    var text = formatMessage(record);
    var json = Json.BUILD.createObjectBuilder().add("at", record.getInstant().truncatedTo(ChronoUnit.MILLIS).toString())
        .add("level", LogLevel.of(record.getLevel()).name().toLowerCase(Locale.ROOT))
        .add("logger", Optional.ofNullable(record.getLoggerName()).orElse(""));
    id(record, text).ifPresent(id -> json.add("id", id));
    json.add("message", text.length() > LogLineFormatter.LONGEST ? text.substring(0, LogLineFormatter.LONGEST) + "…" : text);
    if (record instanceof LoggedRequest request) {
      request.addTo(json);
    }
    if (record.getThrown() != null) {
      var trace = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(trace));
      json.add("thrown", trace.toString());
    }
    return OneLine.of(Json.text(json.build()), Integer.MAX_VALUE) + "\n"; // what drives a terminal stands in strings alone, and is escaped there
  }

  private static Optional<String> id(LogRecord record, String text) {
    if (record instanceof LoggedRequest request) {
      return Optional.of(request.requestId());
    }
    return RequestId.current().or(() -> ID.matcher(text).results().findFirst().map(found -> found.group()));
  }
}
