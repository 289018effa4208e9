package portside.ledger.requests;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import portside.wire.Json;

/// Takes secrets out of an event stream that stand in it piece by piece, since a model writes a few letters in each event. The texts of all events are read
/// one behind the other, each member by itself; of events that hold a piece the data are hidden.
final class EventSecrets {
  private static final String DATA = "data:";

  /// The texts of one member, one behind the other, and where those of each event end.
  private record Joined(StringBuilder text, List<Piece> pieces) {
    Joined() {
      this(new StringBuilder(), new ArrayList<>());
    }

    void add(int line, String piece) {
      text.append(piece);
      pieces.add(new Piece(line, text.length()));
    }
  }

  private record Piece(int line, int end) {}

  private EventSecrets() {}

  /// The text; one that is no event stream stays as it is.
  static String hide(String text, KnownSecrets secrets) {
    if (!text.startsWith(DATA) && !text.contains("\n" + DATA)) {
      return text;
    }
    var lines = text.split("\n", -1);
    var members = new LinkedHashMap<String, Joined>();
    for (int line = 0; line < lines.length; line++) {
      read(lines[line], line, members);
    }
    var hidden = new BitSet();
    members.values().forEach(member -> secrets.places(member.text.toString()).forEach(place -> mark(place, member.pieces, hidden)));
    hidden.stream().forEach(line -> lines[line] = DATA + " " + ShownHeaders.HIDDEN);
    return hidden.isEmpty() ? text : String.join("\n", lines);
  }

  private static void read(String line, int number, Map<String, Joined> members) {
    if (line.startsWith(DATA)) {
      try {
        texts("", Json.object(line.substring(DATA.length())), number, members);
      } catch (Json.Malformed other) {
        // such as [DONE]
      }
    }
  }

  private static void texts(String name, JsonValue value, int line, Map<String, Joined> members) {
    switch (value) {
      case JsonObject object -> object.forEach((member, inner) -> texts(name + "/" + member, inner, line, members));
      case JsonArray array -> array.forEach(inner -> texts(name, inner, line, members));
      case JsonString text -> members.computeIfAbsent(name, _ -> new Joined()).add(line, text.getString());
      default -> {} // numbers and the like
    }
  }

  /// Marks the lines whose pieces have a part in a place, where they are several.
  private static void mark(KnownSecrets.Place place, List<Piece> pieces, BitSet hidden) {
    var parts = new BitSet();
    var begin = 0;
    for (var piece : pieces) {
      if (piece.end > place.from() && begin < place.to()) {
        parts.set(piece.line);
      }
      begin = piece.end;
    }
    if (parts.cardinality() > 1) {
      hidden.or(parts);
    }
  }
}
