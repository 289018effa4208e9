package portside.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What a user knows of models that [Catalog] does not, or knows better: a JSON file.
///
/// ```
/// {
///   "my-model*": {"context_window": 131072, "max_output": 32000, "date": "2026-11", "source": "the model's card"},
///   "glm-5.3": {"context_window": 200000}
/// }
/// ```
///
/// Each name is a model's, or a glob of several; every fact may be missing. `date` and `source` are for people.
///
/// @param models facts by glob, in the order of the file; the first glob that covers a model counts
public record OwnModels(SequencedMap<String, ModelFacts> models) {
  /// Knows nothing.
  public static final OwnModels NONE = new OwnModels(new LinkedHashMap<>());

  public OwnModels {
    models = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(models));
  }

  /// Reads the text of such a file.
  ///
  /// @throws OwnModelsFaults when it cannot be used
  public static OwnModels read(String json) throws OwnModelsFaults {
    return new OwnModelsReader(json).read();
  }
}
