package portside.ledger.index;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The columns of the table `request`, and what they are called in a line of the journal.
enum RequestColumn {
  ID("end", Kind.TEXT),
  AT("at", Kind.TIME),
  INSTANCE("instance", Kind.TEXT),
  PROVIDER("provider", Kind.TEXT),
  HOST("host", Kind.TEXT),
  WIRE("wire", Kind.TEXT),
  ASKED("asked", Kind.TEXT),
  SERVED("served", Kind.TEXT),
  KEY("key", Kind.TEXT),
  CONVERSATION("conversation", Kind.TEXT),
  SUB("sub", Kind.TEXT),
  SUB_TYPE("sub_type", Kind.TEXT),
  CLASS("class", Kind.TEXT),
  PROMPT("prompt", Kind.TEXT),
  PROJECT("project", Kind.TEXT),
  CLIENT("client", Kind.TEXT),
  CLIENT_RETRY("client_retry", Kind.NUMBER),
  TRACE("trace", Kind.TEXT),
  STREAM("stream", Kind.FLAG),
  STATUS("status", Kind.NUMBER),
  RESULT("result", Kind.TEXT),
  FAULT("fault", Kind.TEXT),
  STOP("stop", Kind.TEXT),
  DETAIL("detail", Kind.TEXT),
  PREP_MS("prep_ms", Kind.NUMBER),
  FIRST_MS("first_ms", Kind.NUMBER),
  MS("ms", Kind.NUMBER),
  INPUT("in", Kind.NUMBER),
  CACHE_READ("read", Kind.NUMBER),
  CACHE_WRITE("write", Kind.NUMBER),
  CACHE_WRITE_1H("write_1h", Kind.NUMBER),
  OUTPUT("out", Kind.NUMBER),
  THINKING("think", Kind.NUMBER),
  SEARCHES("searches", Kind.NUMBER),
  ESTIMATED("est", Kind.FLAG),
  COST("cost", Kind.MONEY),
  WORTH("worth", Kind.MONEY),
  CURRENCY("currency", Kind.TEXT),
  COST_SOURCE("cost_source", Kind.TEXT),
  PRICE("price", Kind.TEXT),
  /// How often a provider was asked to answer from the beginning; the journal has a list of all attempts.
  TRIES("tries", Kind.COUNT),
  /// Who was asked first, when another answered.
  FAILOVER_FROM("", Kind.TEXT),
  /// The file of the journal that the row is from.
  FILE("", Kind.TEXT);

  /// How a value is kept.
  enum Kind {
    TEXT,
    /// Milliseconds since 1970 UTC.
    TIME,
    NUMBER,
    /// 1 for true.
    FLAG,
    /// Billionths of the currency.
    MONEY,
    /// Of a list, how many of its elements count.
    COUNT
  }

  private final String line;
  private final Kind kind;

  RequestColumn(String line, Kind kind) {
    this.line = line;
    this.kind = kind;
  }

  /// The name of its member in the journal's line; empty for none.
  String line() {
    return line;
  }

  Kind kind() {
    return kind;
  }

  /// Its name in the database.
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// All names, with commas between them.
  static String list() {
    return String.join(", ", names());
  }

  static List<String> names() {
    return Arrays.stream(values()).map(RequestColumn::column).toList();
  }
}
