package portside.console.models;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import portside.provider.settings.NearestName;
import portside.wire.Json;

/// The models a provider says it has, or a page of them.
///
/// @param models in the order of the provider
/// @param next the parameter that asks for the page behind this one, as it stands in a query; empty for the last
public record ModelList(List<Listed> models, Optional<String> next) {
  /// A model.
  ///
  /// @param id as it is asked for
  /// @param window tokens it can hold; 0 when the provider does not say
  public record Listed(String id, long window) {}

  private static final String GEMINI_PREFIX = "models/";

  /// Where a window may stand, the one in force for this server before that of the model: LM Studio; vLLM; OpenRouter; llama.cpp; OpenRouter, Kimi, Together,
  /// Fireworks; Groq; Mistral; Gemini; Anthropic; Copilot; llama.cpp.
  private static final List<List<String>> WINDOWS = List.of(List.of("loaded_context_length"), List.of("max_model_len"), List.of("top_provider", "context_length"),
      List.of("meta", "n_ctx"), List.of("context_length"), List.of("context_window"), List.of("max_context_length"), List.of("inputTokenLimit"),
      List.of("max_input_tokens"), List.of("capabilities", "limits", "max_context_window_tokens"), List.of("meta", "n_ctx_train"));

  public ModelList {
    models = List.copyOf(models);
  }

  /// A whole list.
  public ModelList(List<Listed> models) {
    this(models, Optional.empty());
  }

  /// Reads what `GET /models` answers: `{"data": [{"id": …}]}` of OpenAI and Anthropic, `{"models": [{"name": "models/…"}]}` of Gemini, or a bare array of
  /// such objects or of names.
  ///
  /// @throws Json.Malformed when it is none of these
  public static ModelList read(String json) throws Json.Malformed {
    var value = Json.value(json);
    var list = value instanceof JsonObject object ? object.getOrDefault("data", object.get("models")) : value;
    if (!(list instanceof JsonArray array)) {
      throw new Json.Malformed("there is no list of models in it");
    }
    var models = new ArrayList<Listed>();
    for (var model : array) {
      if (model instanceof JsonString name) {
        models.add(new Listed(bare(name.getString()), 0));
      } else if (model instanceof JsonObject object) {
        id(object).ifPresent(id -> models.add(new Listed(bare(id), window(object))));
      }
    }
    return new ModelList(models, value instanceof JsonObject page ? next(page) : Optional.empty());
  }

  /// How the next page is asked for (Gemini API, `models.list`; Anthropic API, "List Models").
  private static Optional<String> next(JsonObject page) {
    var token = Json.string(page, "nextPageToken");
    if (token != null && !token.isEmpty()) {
      return Optional.of("pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
    }
    var last = page.get("has_more") == JsonValue.TRUE ? Json.string(page, "last_id") : null;
    return Optional.ofNullable(last).map(id -> "after_id=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
  }

  /// The model of that name. A name may also be listed with `:latest`, which Ollama adds, or without what stands behind a colon, as OpenRouter's variants are.
  public Optional<Listed> find(String id) {
    return exactly(id).or(() -> exactly(id + ":latest")).or(() -> id.indexOf(':') > 0 ? exactly(id.substring(0, id.lastIndexOf(':'))) : Optional.empty());
  }

  /// The names that may have been meant, the nearest first, at most three.
  public List<String> nearest(String id) {
    return NearestName.nearest(id, models.stream().map(Listed::id).toList(), 3);
  }

  private Optional<Listed> exactly(String id) {
    var wanted = bare(id);
    return models.stream().filter(model -> model.id().equals(wanted)).findFirst();
  }

  private static String bare(String id) {
    return id.startsWith(GEMINI_PREFIX) ? id.substring(GEMINI_PREFIX.length()) : id;
  }

  private static Optional<String> id(JsonObject model) {
    return List.of("id", "name", "model").stream().flatMap(member -> Optional.ofNullable(Json.string(model, member)).stream()).findFirst();
  }

  private static long window(JsonObject model) {
    return WINDOWS.stream().mapToLong(path -> number(model, path)).filter(window -> window > 0).findFirst().orElse(0);
  }

  private static long number(JsonObject model, List<String> path) {
    JsonValue value = model;
    for (var name : path) {
      value = value instanceof JsonObject object ? object.getOrDefault(name, JsonValue.NULL) : JsonValue.NULL;
    }
    return value instanceof JsonNumber number && number.isIntegral() && number.bigDecimalValue().precision() <= 9 ? number.longValue() : 0;
  }
}
