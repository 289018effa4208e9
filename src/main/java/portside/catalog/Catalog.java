package portside.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is known of the models of one provider, as its file in the jar says it: `catalog/<provider>.txt`, read when the provider is used. It is a
/// table of words, since reading JSON would cost each start more than all of the settings do.
///
/// ```
/// read             2026-11  platform.kimi.ai/docs             when and where it was read, unless the line says otherwise
/// default          kimi-k3.1-pro kimi-k3.1-pro kimi-k3.1-pro   its models of today: the big one, the middle one, the small one
/// kimi-k2          262144   32768  2026-08  catwalk           a row of the dialect table, the context window and the largest answer of
///                                                             its models in tokens, `-` for unknown; then date and source
/// ```
///
/// @param defaults its models of today for the three Claude families: big, middle and small
/// @param rows facts by the name of the row that states them; a row that is made from another one has that one's facts, unless it states its own
public record Catalog(List<String> defaults, Map<String, ModelFacts> rows) {
  public Catalog {
    defaults = List.copyOf(defaults);
    rows = Map.copyOf(rows);
  }

  /// The file of a provider.
  ///
  /// @param provider its name in the list of known providers
  public static Catalog of(String provider) {
    try (var file = Catalog.class.getResourceAsStream(provider + ".txt")) {
      if (file == null) {
        throw new IllegalStateException("the catalog has no file for " + provider);
      }
      return read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Catalog read(String text) {
    var defaults = List.<String>of();
    var rows = new HashMap<String, ModelFacts>();
    for (var line : text.split("\n")) {
      var words = line.split(" +");
      switch (words[0]) {
        case "read" -> {}
        case "default" -> defaults = List.of(words[1], words[2], words[3]);
        default -> rows.put(words[0], new ModelFacts(tokens(words[1]), tokens(words[2])));
      }
    }
    return new Catalog(defaults, rows);
  }

  private static long tokens(String word) {
    return word.equals("-") ? 0 : Long.parseLong(word);
  }

  /// The facts that a row states.
  ///
  /// @throws IllegalArgumentException when the file has none for it
  public ModelFacts facts(String row) {
    var facts = rows.get(row);
    if (facts == null) {
      throw new IllegalArgumentException("the catalog says nothing of " + row);
    }
    return facts;
  }
}
