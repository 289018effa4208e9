package portside.console.top;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import portside.console.Figures;
import portside.console.Paint.Role;

/// The first line: how many are up, what runs, what today cost, the tightest budget, where the day goes.
final class Heading {
  private static final String GAP = "   ";
  private static final double NEARLY = 0.8;

  private Heading() {}

  static Line of(Snapshot now, boolean paused, int width) {
    var line = Line.of(Role.HEAD, "portside top").then(Role.PLAIN, "  " + ShortFigures.clock(now.at(), now.zone()));
    if (paused) {
      line = line.then(Role.PLAIN, GAP).then(Role.WARN, "paused" + (now.missed() == 0 ? "" : ", " + now.missed() + " more"));
    }
    for (var part : parts(now)) { // what is missing at the end matters least
      if (line.width() + part.width() > width) {
        break;
      }
      for (var span : part.spans()) {
        line = line.then(span.role(), span.text());
      }
    }
    return line.cut(width);
  }

  private static List<Line> parts(Snapshot now) {
    var parts = new ArrayList<Line>();
    var instances = now.instances().size();
    var up = now.instances().stream().filter(state -> InstanceTable.up(state.state())).count();
    parts.add(part(up == instances ? Role.PLAIN : Role.WARN, up + " of " + instances + " up"));
    parts.add(part(Role.PLAIN, now.running().size() + " running"));
    now.overview().ifPresent(overview -> {
      var today = overview.today();
      var spent = ShortFigures.cost(today.cost(), today.worth(), today.unpriced() > 0);
      parts.add(part(Role.PLAIN, "today " + (spent.isEmpty() ? Figures.tokens(today.tokens()) + " tokens" : spent)));
      overview.budgets().stream().max(Comparator.comparingDouble(Overview.Budget::ratio)).map(tightest -> budget(tightest, today)).ifPresent(parts::add);
      burn(overview).ifPresent(parts::add);
      if (!overview.journal().equals("on") && !overview.journal().isEmpty()) {
        parts.add(part(overview.journal().equals("off") ? Role.DIM : Role.BAD, "journal " + (instances > 1 ? "of " + overview.instance() + " " : "") + overview.journal()));
      }
    });
    return parts;
  }

  private static Line part(Role role, String text) {
    return Line.of(GAP).then(role, text);
  }

  /// Whether the budget counts all of today's cost.
  private static boolean ofAll(Overview.Budget budget, Sums today) {
    var cost = today.cost().get(budget.currency());
    return budget.window().equals("day") && today.cost().size() == 1 && cost != null && cost.compareTo(budget.spent()) == 0;
  }

  private static Line budget(Overview.Budget budget, Sums today) {
    var role = budget.ratio() >= 1 ? Role.BAD : budget.ratio() >= NEARLY ? Role.WARN : Role.GOOD;
    var limit = " of " + amount(budget.limit(), budget.currency()) + " ";
    var whose = ofAll(budget, today) ? "" : GAP + budget.instance() + (budget.window().equals("day") ? " " : " " + budget.window() + " ") + amount(budget.spent(), budget.currency());
    return Line.of(whose + limit).then(role, ShortFigures.bar(budget.ratio()));
  }

  private static String amount(BigDecimal amount, String currency) {
    return currency.equals("tokens") ? Figures.tokens(amount.longValue()) + " tokens" : ShortFigures.money(amount, currency);
  }

  private static Optional<Line> burn(Overview overview) {
    var rates = overview.burn().entrySet().stream().filter(rate -> rate.getValue().compareTo(BigDecimal.ZERO) > 0).sorted(Map.Entry.comparingByKey())
        .map(rate -> ShortFigures.roughly(rate.getValue(), rate.getKey()) + "/h" + midnight(overview, rate.getKey())).collect(Collectors.joining(", "));
    return rates.isEmpty() ? Optional.empty() : Optional.of(part(Role.DIM, rates));
  }

  private static String midnight(Overview overview, String currency) {
    var forecast = overview.forecast().get(currency);
    return forecast == null ? "" : " → " + ShortFigures.roughly(forecast, currency) + " by midnight";
  }
}
