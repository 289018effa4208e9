package portside.catalog;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiConsumer;

/// Reads one file of [OwnModels], and goes on behind a fault so that none hides the next.
final class OwnModelsReader {
  private static final long MOST_TOKENS = 100_000_000;

  private final JsonParser json;
  private final List<OwnModelsFaults.Fault> faults = new ArrayList<>();
  private final LinkedHashMap<String, ModelFacts> models = new LinkedHashMap<>();

  OwnModelsReader(String text) {
    json = Json.createParser(new StringReader(text));
  }

  /// @throws OwnModelsFaults with everything found wrong
  OwnModels read() throws OwnModelsFaults {
    try (json) {
      object("", json.next(), this::model);
      if (json.hasNext()) {
        json.next(); // anything behind the object is no JSON
      }
    } catch (JsonParsingException e) {
      var line = (int) e.getLocation().getLineNumber();
      faults.add(new OwnModelsFaults.Fault(line, "", "is not JSON", "a comma or a quotation mark may be missing here or just above"));
    } catch (JsonException e) {
      fault("", "is not JSON", "it begins with { and ends with }");
    }
    if (!faults.isEmpty()) {
      throw new OwnModelsFaults(faults);
    }
    return new OwnModels(models);
  }

  private void model(String name, Event value) {
    long[] tokens = {0, 0};
    object(name, value, (fact, said) -> {
      switch (fact.substring(name.length() + 1)) {
        case "date", "source" -> text(fact, said);
        case "context_window" -> tokens[0] = tokens(fact, said);
        case "max_output" -> tokens[1] = tokens(fact, said);
        default -> wrong(fact, said, "is not known here", "there are context_window, max_output, date and source");
      }
    });
    models.put(name, new ModelFacts(tokens[0], tokens[1]));
  }

  /// @param each takes the path and the first event of each member's value, and reads to the end of it
  private void object(String path, Event value, BiConsumer<String, Event> each) {
    if (value != Event.START_OBJECT) {
      wrong(path, value, "is not an object", "its members stand between { and }");
      return;
    }
    var names = new HashSet<String>();
    while (json.next() == Event.KEY_NAME) {
      var name = json.getString();
      var member = path.isEmpty() ? name : path + "." + name;
      if (!names.add(name)) {
        fault(member, "stands here twice", "remove one of them");
      }
      each.accept(member, json.next());
    }
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

  private void text(String path, Event value) {
    if (value != Event.VALUE_STRING) {
      wrong(path, value, "is not a text", "text stands in quotation marks");
    }
  }

  private void wrong(String path, Event value, String problem, String hint) {
    fault(path, problem, hint);
    switch (value) {
      case START_OBJECT -> json.skipObject();
      case START_ARRAY -> json.skipArray();
      default -> {}
    }
  }

  private void fault(String path, String problem, String hint) {
    faults.add(new OwnModelsFaults.Fault((int) json.getLocation().getLineNumber(), path, problem, hint));
  }
}
