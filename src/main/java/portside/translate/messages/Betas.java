package portside.translate.messages;

import static portside.provider.dialect.Column.BETAS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.REQUEST_FITTED;
import static portside.provider.dialect.Column.WITHOUT_BETAS;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.provider.dialect.Dialect;
import portside.wire.anthropic.BetaField;

/// The client's `anthropic-beta` as its provider takes it: byte for byte where all of it goes up, else the names that are left, in their order. What
/// needs a name that stays behind stays behind with it.
///
/// @param header as it goes up; empty for none
/// @param missing names that do not
record Betas(String header, List<String> missing) {
  static final String EVERY_ONE = "all";
  private static final String EFFORT = "effort-2025-11-24";

  static Betas of(String header, Dialect row) {
    var asked = Stream.of(header.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    var left = asked.stream().filter(name -> passes(name, row)).toList();
    boolean effort = row.get(REQUEST_FITTED) && !row.get(EFFORTS).isEmpty(); // the model takes it without
    var missing = Stream.concat(asked.stream().filter(name -> !left.contains(name)), row.get(WITHOUT_BETAS).stream()).distinct()
        .filter(name -> !(effort && name.equals(EFFORT))).toList();
    return new Betas(left.equals(asked) ? header : left.stream().collect(Collectors.joining(",")), missing);
  }

  private static boolean passes(String name, Dialect row) {
    var begins = row.get(BETAS);
    return !row.get(WITHOUT_BETAS).contains(name) && (begins.contains(EVERY_ONE) || begins.stream().anyMatch(name::startsWith));
  }

  /// The body without what needs a name that is missing; the very same object where nothing does.
  JsonObject without(JsonObject body) {
    var less = body;
    for (var field : BetaField.ALL) {
      if (missing.contains(field.beta())) {
        less = (JsonObject) switch (field.place()) {
          case BetaField.Place.Typed(var type) -> JsonEdits.withoutTyped(less, type);
          case BetaField.Place.Member(var path) when path.getFirst().equals("**") -> JsonEdits.withoutAnywhere(less, path.subList(1, path.size()));
          case BetaField.Place.Member(var path) -> JsonEdits.without(less, path);
        };
      }
    }
    return less;
  }
}
