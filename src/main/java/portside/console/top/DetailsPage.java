package portside.console.top;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.console.DisplayWidth;
import portside.console.Figures;
import portside.console.Paint.Role;
import portside.console.Table.Cell;
import portside.console.top.Grid.Column;

/// One request: what was asked, who answered, what it took and cost, and each call with the reason why it was made.
final class DetailsPage {
  private static final List<Column> ATTEMPTS = List.of(new Column("#", true, 0, 3), new Column("AFTER", true, 3, 8), new Column("TOOK", true, 1, 8),
      new Column("PROVIDER", false, 0, 20), new Column("MODEL", false, 2, 28), new Column("KEY", false, 5, 8), new Column("OUTCOME", false, 0, 40),
      new Column("FAULT", false, 4, 24));
  private static final int LEAST_TEXT = 16;

  private DetailsPage() {}

  static List<Line> of(Snapshot now, String id, int width) {
    var details = now.details().filter(known -> known.row().id().equals(id));
    var row = details.map(RequestDetails::row).or(() -> now.row(id));
    var lines = new ArrayList<Line>();
    if (row.isPresent()) {
      ended(row.get(), now, lines);
      details.ifPresentOrElse(known -> attempts(known, width, lines), () -> lines.add(fact("calls", "…")));
    } else {
      now.runningRequest(id).ifPresentOrElse(request -> running(request, now, lines), () -> lines.add(Line.of("This request is not known any more.")));
    }
    return lines.stream().flatMap(line -> wrapped(line, width).stream()).toList();
  }

  private static void running(RunningRequest request, Snapshot now, List<Line> lines) {
    lines.add(fact("request", request.id()));
    lines.add(fact("came", ShortFigures.clock(request.at(), now.zone()) + " at " + request.instance() + ", running"));
    lines.add(fact("asked", request.served() + " at " + request.provider()));
    lines.add(fact("belongs to", belonging(request.kind(), request.project(), request.conversation())));
    lines.add(fact("output", "~" + Figures.tokens(request.output())));
  }

  private static void ended(RequestRow row, Snapshot now, List<Line> lines) {
    lines.add(fact("request", row.id()));
    lines.add(fact("came", ShortFigures.clock(row.at(), now.zone()) + " at " + row.instance() + (row.client().isEmpty() ? "" : " from " + row.client())));
    lines.add(fact("asked for", row.asked()));
    lines.add(fact("answered by", row.served() + " at " + row.provider() + (row.host().isEmpty() ? "" : ", " + row.host())));
    lines.add(fact("belongs to", belonging(row.kind(), row.project(), row.conversation())));
    lines.add(fact("result", "").then(row.failed() ? Role.BAD : Role.GOOD, row.status() + " " + row.result()).then(Role.PLAIN, row.stop().isEmpty() ? "" : ", " + row.stop()));
    if (!row.detail().isEmpty()) {
      lines.add(fact("detail", row.detail()));
    }
    var first = row.firstByte();
    lines.add(fact("time", (first == null ? "" : "first byte " + ShortFigures.time(first) + ", ") + "in all " + ShortFigures.time(row.time())));
    lines.add(fact("tokens", "input " + Figures.tokens(row.input()) + ", cached " + Figures.tokens(row.cached()) + ", written " + Figures.tokens(row.written())
        + ", output " + Figures.tokens(row.output()) + (row.thinking() == 0 ? "" : ", of that thinking " + Figures.tokens(row.thinking()))
        + (row.estimated() ? " (estimated)" : "")));
    lines.add(fact("cost", Stream.of(ShortFigures.cost(row.sums().cost(), row.sums().worth(), row.cost() == null), row.source(),
        row.price().isEmpty() ? "" : "price " + row.price()).filter(text -> !text.isEmpty()).collect(Collectors.joining(", "))));
  }

  private static void attempts(RequestDetails details, int width, List<Line> lines) {
    lines.add(Line.EMPTY);
    if (details.attempts().isEmpty()) {
      lines.add(fact("calls", row(details)));
      return;
    }
    var rows = details.attempts().stream().map(call -> List.of(Cell.of(Long.toString(call.number())), Cell.of("+" + ShortFigures.time(call.began())),
        Cell.of(ShortFigures.time(call.time())), Cell.of(call.provider()), Cell.of(call.served()), new Cell(call.key(), Role.DIM),
        new Cell(call.outcome(), call.fault().isEmpty() ? Role.GOOD : Role.BAD), new Cell(call.fault(), Role.BAD))).toList();
    var calls = new Grid(ATTEMPTS, rows).headed(width);
    lines.add(calls.getFirst());
    for (var at = 0; at < rows.size(); at++) {
      lines.add(calls.get(at + 1));
      lines.add(Line.of(Role.DIM, "     why: ").then(Role.PLAIN, reason(details.attempts().get(at).why())));
    }
  }

  /// The ledger's word for why a call was made, in more words.
  private static String reason(String why) {
    return switch (why) {
      case "first" -> "it is the first in the order";
      case "repeat" -> "the same once more, since it may pass";
      case "lesson" -> "once more, without what was refused";
      case "searched" -> "it goes on with what a search found";
      case "next_key" -> "the key before could not be used";
      case "next" -> "the one before could not answer";
      case "hedge" -> "the one before was slow";
      case "last_chance" -> "no other was left";
      default -> why;
    };
  }

  /// A line that is too long goes on below its last text.
  private static List<Line> wrapped(Line line, int width) {
    if (line.width() <= width || line.spans().isEmpty()) {
      return List.of(line);
    }
    var before = line.spans().subList(0, line.spans().size() - 1);
    var last = line.spans().getLast();
    var indent = new Line(before, false).width();
    if (width - indent < LEAST_TEXT) {
      return List.of(line.cut(width));
    }
    var lines = new ArrayList<Line>();
    var start = new Line(before, false);
    var rest = last.text();
    while (DisplayWidth.of(rest) > width - indent) {
      var end = end(rest, width - indent);
      lines.add(start.then(last.role(), rest.substring(0, end).stripTrailing()));
      start = Line.of(" ".repeat(indent));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(start.then(last.role(), rest));
    return lines;
  }

  /// Behind the last blank that fits, else behind the last character.
  private static int end(String text, int columns) {
    var kept = DisplayWidth.cut(text, columns + 1);
    var most = kept.length() - 1; // without the sign
    var blank = text.lastIndexOf(' ', most);
    return blank > 0 ? blank : most;
  }

  private static String row(RequestDetails details) {
    return details.row().tries() == 1 ? "1" : details.row().tries() + ", of which nothing more is known";
  }

  private static String belonging(String kind, String project, String conversation) {
    return kind + (project.isEmpty() ? "" : ", project " + project) + (conversation.isEmpty() ? "" : ", conversation " + conversation);
  }

  private static Line fact(String label, String text) {
    return Line.of(Role.DIM, "%-14s".formatted(label)).then(Role.PLAIN, text);
  }
}
