package portside.translate.reasoning;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// Puts fragments of `reasoning_details` together, so that what goes back is what a whole answer would have held. A stream brings text and
/// summaries in pieces, and the signature after them in an entry without text (recorded at OpenRouter, Claude 4.5 Haiku); its own SDK joins them
/// so. Encrypted entries come whole.
///
/// Folding piece by piece gives the same as folding everything at once.
final class ReasoningDetails {
  /// An entry that may go on.
  ///
  /// @param words the member that holds its words; null when it holds none and stays as it is
  private record Entry(@Nullable String words, List<JsonObject> fragments) {
    static Entry of(JsonObject first) {
      var words = switch (Json.string(first, "type")) {
        case "reasoning.text" -> "text";
        case "reasoning.summary" -> "summary";
        case null, default -> null;
      };
      return new Entry(words, new ArrayList<>(List.of(first)));
    }

    /// What is signed is complete.
    boolean goesOnWith(Entry next) {
      return words != null
          && words.equals(next.words)
          && Objects.equals(fragments.getFirst().get("index"), next.fragments.getFirst().get("index"))
          && (Json.string(fragments.getLast(), "signature") == null || next.text().isEmpty());
    }

    String text() {
      var text = new StringBuilder();
      for (var fragment : fragments) {
        var piece = Json.string(fragment, words == null ? "" : words);
        text.append(piece == null ? "" : piece);
      }
      return text.toString();
    }

    /// The words in one; of every other member the last that is not null.
    JsonObject whole() {
      if (fragments.size() == 1) {
        return fragments.getFirst();
      }
      var whole = Json.BUILD.createObjectBuilder(fragments.getFirst());
      for (var fragment : fragments.subList(1, fragments.size())) {
        fragment.forEach((name, value) -> {
          if (value != JsonValue.NULL) {
            whole.add(name, value);
          }
        });
      }
      return whole.add(words, text()).build();
    }
  }

  private ReasoningDetails() {}

  /// The entries a whole answer would have had.
  static List<JsonObject> folded(List<JsonObject> fragments) {
    var entries = new ArrayList<Entry>();
    for (var fragment : fragments) {
      var next = Entry.of(fragment);
      if (!entries.isEmpty() && entries.getLast().goesOnWith(next)) {
        entries.getLast().fragments.add(fragment);
      } else {
        entries.add(next);
      }
    }
    return entries.stream().map(Entry::whole).toList();
  }
}
