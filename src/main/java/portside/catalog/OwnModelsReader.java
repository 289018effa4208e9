package portside.catalog;

import jakarta.json.stream.JsonParser.Event;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.function.Consumer;

/// Reads one file of [OwnModels].
final class OwnModelsReader extends FaultFindingReader {
  private static final long MOST_TOKENS = 100_000_000;

  private final LinkedHashMap<String, ModelFacts> models = new LinkedHashMap<>();

  OwnModelsReader(String text) {
    super(text);
  }

  /// @throws OwnModelsFaults with everything found wrong
  OwnModels read() throws OwnModelsFaults {
    readAll(once(this::model));
    if (!faults.isEmpty()) {
      throw new OwnModelsFaults(faults);
    }
    return new OwnModels(models);
  }

  private void model(String name) {
    long[] tokens = {0, 0};
    object(name, json.next(), once(fact -> {
      switch (fact.substring(name.length() + 1)) {
        case "date", "source" -> text(fact, json.next());
        case "context_window" -> tokens[0] = tokens(fact, json.next());
        case "max_output" -> tokens[1] = tokens(fact, json.next());
        default -> wrong(fact, json.next(), "is not known here", "there are context_window, max_output, date and source");
      }
    }));
    models.put(name, new ModelFacts(tokens[0], tokens[1]));
  }

  /// Tells of a member that stands twice in its object, and takes both.
  private Consumer<String> once(Consumer<String> each) {
    var members = new HashSet<String>();
    return member -> {
      if (!members.add(member)) {
        fault(member, "stands here twice", "remove one of them");
      }
      each.accept(member);
    };
  }

  private long tokens(String path, Event value) {
    if (value == Event.VALUE_NUMBER && json.isIntegralNumber() && json.getString().length() <= 9) {
      long tokens = json.getLong();
      if (tokens >= 1 && tokens <= MOST_TOKENS) {
        return tokens;
      }
    }
    wrong(path, value, "is not a number of tokens", "a whole number from 1 to " + MOST_TOKENS + ", without quotation marks");
    return 0;
  }
}
