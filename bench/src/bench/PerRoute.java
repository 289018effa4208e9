package bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Values measured on each route, round after round.
final class PerRoute {
  private final Map<Route, List<Double>> values = new EnumMap<>(Route.class);

  void add(Route route, double value) {
    values.computeIfAbsent(route, key -> new ArrayList<>()).add(value);
  }

  /// The middle one of the rounds; not a number when the route was not measured.
  double median(Route route) {
    return median(values.getOrDefault(route, List.of()));
  }

  double worst(Route route) {
    return values.getOrDefault(route, List.of()).stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }

  /// Cells with the medians as whole numbers.
  Function<Route, String> counts() {
    return route -> Row.count(median(route));
  }

  static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    var middle = sorted.size() / 2;
    return sorted.isEmpty() ? Double.NaN : sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
