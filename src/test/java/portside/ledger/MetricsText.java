package portside.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A strict reader of the Prometheus text format 0.0.4: whatever the format forbids is an error.
public final class MetricsText {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\"\\\\n])*)\"(,|$)");
  private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram");

  /// @param name as it stands, with `_bucket` and the like
  /// @param labels in the order of their names
  public record Sample(String name, Map<String, String> labels, double value) {}

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, List<Sample>> families = new LinkedHashMap<>();

  /// Reads all of it.
  ///
  /// @throws AssertionError with the line that is wrong
  public MetricsText(String text) {
    var seen = new LinkedHashSet<String>();
    var helped = new LinkedHashSet<String>();
    String family = null;
    check(text.isEmpty() || text.endsWith("\n"), "the last line has no end");
    for (var line : text.lines().toList()) {
      var words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        check(words.length == 4 && NAME.matcher(words[2]).matches() && helped.add(words[2]), line);
      } else if (line.startsWith("# TYPE ")) {
        check(words.length == 4 && TYPES.contains(words[3]) && helped.contains(words[2]) && types.put(words[2], words[3]) == null, line);
        family = words[2];
        families.put(family, new ArrayList<>());
      } else {
        var sample = sample(line);
        check(family != null && of(family, sample.name), line + " is not of " + family);
        check(seen.add(sample.name + sample.labels), "twice: " + line);
        families.get(family).add(sample);
      }
    }
    check(helped.equals(types.keySet()), "a family without a type");
    types.forEach((name, type) -> {
      if (type.equals("histogram")) {
        histogram(name);
      }
    });
  }

  private boolean of(String family, String name) {
    return types.get(family).equals("histogram")
        ? List.of(family + "_bucket", family + "_sum", family + "_count").contains(name) : name.equals(family) && (!types.get(family).equals("counter") || name.endsWith("_total"));
  }

  private static Sample sample(String line) {
    var parts = SAMPLE.matcher(line);
    check(parts.matches(), line);
    var labels = new TreeMap<String, String>();
    if (parts.group(2) != null) {
      var label = LABEL.matcher(parts.group(2));
      for (var at = 0; at < parts.group(2).length(); at = label.end()) {
        check(label.find(at) && label.start() == at && labels.put(label.group(1), label.group(2)) == null, line);
      }
    }
    var number = parts.group(3);
    return new Sample(parts.group(1), labels, number.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(number));
  }

  /// Every series has buckets that grow up to `+Inf`, which is the count, and a sum.
  private void histogram(String name) {
    var series = new LinkedHashMap<Map<String, String>, Map<Double, Double>>();
    var counts = new LinkedHashMap<Map<String, String>, Double>();
    var sums = new LinkedHashSet<Map<String, String>>();
    for (var sample : families.get(name)) {
      var labels = new TreeMap<>(sample.labels);
      if (sample.name.endsWith("_bucket")) {
        var bound = labels.remove("le");
        check(bound != null, sample.toString());
        series.computeIfAbsent(labels, _ -> new TreeMap<>()).put(bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound), sample.value);
      } else if (sample.name.endsWith("_count")) {
        counts.put(labels, sample.value);
      } else {
        sums.add(labels);
      }
    }
    check(series.keySet().equals(counts.keySet()) && series.keySet().equals(sums), name + " lacks a sum or a count");
    series.forEach((labels, buckets) -> {
      check(counts.get(labels).equals(buckets.get(Double.POSITIVE_INFINITY)), name + labels + ": +Inf is not the count");
      var before = 0.0;
      for (var count : buckets.values()) {
        check(count >= before, name + labels + ": buckets shrink");
        before = count;
      }
    });
  }

  private static void check(boolean good, String what) {
    if (!good) {
      throw new AssertionError(what);
    }
  }

  /// The names of all families.
  public Set<String> families() {
    return types.keySet();
  }

  /// The type of a family.
  public String type(String family) {
    return types.get(family);
  }

  /// Every sample.
  public List<Sample> samples() {
    return families.values().stream().flatMap(List::stream).toList();
  }

  /// The value of a series whose labels are written as `{a="1", b="2"}` without the braces, in the order of their names; NaN for none.
  public double value(String name, String labels) {
    return samples().stream().filter(sample -> sample.name.equals(name)).filter(sample -> labels.equals(sample.labels.toString().replaceAll("[{}]", "")))
        .mapToDouble(Sample::value).findFirst().orElse(Double.NaN);
  }
}
