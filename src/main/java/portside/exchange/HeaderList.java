package portside.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Names of headers in lower case; one that ends in `*` stands for all that begin so.
record HeaderList(List<String> names) {
  static HeaderList of(String... names) {
    return new HeaderList(List.of(names));
  }

  boolean has(String name) {
    return names.stream().anyMatch(own -> own.endsWith("*") ? name.startsWith(own.substring(0, own.length() - 1)) : name.equals(own));
  }

  /// Those of the headers that are in the list, in their order.
  Map<String, String> of(Map<String, String> headers) {
    var kept = new LinkedHashMap<>(headers);
    kept.keySet().removeIf(name -> !has(name));
    return kept;
  }

  /// Those of the headers that are not in the list, in their order.
  Map<String, String> without(Map<String, String> headers) {
    var kept = new LinkedHashMap<>(headers);
    kept.keySet().removeIf(this::has);
    return kept;
  }
}
