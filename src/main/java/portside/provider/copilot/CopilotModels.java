package portside.provider.copilot;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The models of an account, and which of them a name means that a client sends: Anthropic's names have dashes and dates where Copilot's have dots.
///
/// @param all in the order of the list, each name once: of equal ones the first that can be asked counts
public record CopilotModels(List<CopilotModel> all) {
  private static final String WIDE = "-1m";
  private static final int MOST_NAMES = 30;

  public CopilotModels {
    var once = new LinkedHashMap<String, CopilotModel>();
    all.forEach(model -> once.merge(model.id().toLowerCase(Locale.ROOT), model, (first, other) -> first.usable() || !other.usable() ? first : other));
    all = List.copyOf(once.values());
  }

  /// Reads what `GET /models` answers; empty when it is no list of models.
  public static Optional<CopilotModels> read(JsonObject answer) {
    if (!(answer.get("data") instanceof JsonArray list)) {
      return Optional.empty();
    }
    return Optional.of(new CopilotModels(list.stream().filter(JsonObject.class::isInstance).flatMap(model -> CopilotModel.read((JsonObject) model).stream()).toList()));
  }

  /// The model of that very name.
  public Optional<CopilotModel> named(String id) {
    return all.stream().filter(model -> model.id().equalsIgnoreCase(id)).findFirst();
  }

  /// The name to ask for. The first of these that is listed counts: with `-1m` where a million tokens are asked for; the very name; the name as Copilot
  /// writes it; for a Claude model the newest of its family. Where none is, it is the name as Copilot writes it.
  ///
  /// @param name of a client, or of a setting
  /// @param wide whether the window of a million tokens is asked for
  public String resolved(String name, boolean wide) {
    var exact = named(name).or(() -> named(CopilotName.of(name))).or(() -> newest(name));
    var id = exact.map(CopilotModel::id).orElseGet(() -> CopilotName.of(name));
    return wide ? named(id + WIDE).filter(CopilotModel::usable).map(CopilotModel::id).orElse(id) : id;
  }

  /// Those that can be asked.
  public List<CopilotModel> usable() {
    return all.stream().filter(CopilotModel::usable).toList();
  }

  private Optional<CopilotModel> newest(String name) {
    var family = CopilotName.family(name);
    return family.flatMap(wanted -> Stream.of(all.stream().filter(CopilotModel::picked), all.stream())
        .map(models -> models.filter(CopilotModel::usable).filter(model -> CopilotName.family(model.id()).equals(family)))
        .flatMap(models -> models.max(Comparator.comparingInt((CopilotModel model) -> CopilotName.version(model.id()))
            .thenComparingInt(model -> -model.id().length())).stream()).findFirst());
  }

  /// The names that can be asked for, for people.
  public String names() {
    var usable = usable();
    var names = usable.stream().limit(MOST_NAMES).map(CopilotModel::id).collect(Collectors.joining(", "));
    return usable.size() <= MOST_NAMES ? names : names + " and " + (usable.size() - MOST_NAMES) + " more";
  }
}
