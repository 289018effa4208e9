package portside.catalog;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Reads a JSON object that a person wrote, event by event, and goes on behind a fault so that none hides the next. Each fault has the line it stands in,
/// from 1, the path of the member, such as `prices[2].in`, and a hint. What a member means is said by the classes that extend this.
abstract class FaultFindingReader {
  final JsonParser json;
  final List<OwnModelsFaults.Fault> faults = new ArrayList<>();

  FaultFindingReader(String text) {
    json = Json.createParser(new StringReader(text));
  }

  /// Reads all of it.
  ///
  /// @param each takes the name of a member, and reads its value
  /// @return false when it is no JSON object to its end
  final boolean readAll(Consumer<String> each) {
    try (json) {
      object("", json.next(), each);
      if (json.hasNext()) {
        json.next(); // anything behind the object is no JSON
      }
      return true;
    } catch (JsonParsingException e) {
      var line = (int) e.getLocation().getLineNumber();
      faults.add(new OwnModelsFaults.Fault(line, "", "is not JSON", "a comma or a quotation mark may be missing here or just above"));
    } catch (JsonException e) {
      fault("", "is not JSON", "it begins with { and ends with }");
    }
    return false;
  }

  /// @param each takes the path of a member, and reads its value
  final void object(String path, Event value, Consumer<String> each) {
    if (value != Event.START_OBJECT) {
      wrong(path, value, "is not an object", "its members stand between { and }");
      return;
    }
    while (json.next() == Event.KEY_NAME) {
      var name = json.getString();
      each.accept(path.isEmpty() ? name : path + "." + name);
    }
  }

  /// @param each takes the path and the first event of an element, and reads to the end of it
  final void array(String path, Event value, BiConsumer<String, Event> each) {
    if (value != Event.START_ARRAY) {
      wrong(path, value, "is not a list", "its elements stand between [ and ]");
      return;
    }
    var number = 0;
    for (var element = json.next(); element != Event.END_ARRAY; element = json.next()) {
      each.accept(path + "[" + number + "]", element);
      number++;
    }
  }

  /// @return empty when it is none
  final String text(String path, Event value) {
    if (value != Event.VALUE_STRING) {
      wrong(path, value, "is not a text", "text stands in quotation marks");
      return "";
    }
    return json.getString();
  }

  /// Passes over a value that cannot be used.
  final void wrong(String path, Event value, String problem, String hint) {
    fault(path, problem, hint);
    switch (value) {
      case START_OBJECT -> json.skipObject();
      case START_ARRAY -> json.skipArray();
      default -> {}
    }
  }

  final int line() {
    return (int) json.getLocation().getLineNumber();
  }

  final void fault(String path, String problem, String hint) {
    faults.add(new OwnModelsFaults.Fault(line(), path, problem, hint));
  }
}
