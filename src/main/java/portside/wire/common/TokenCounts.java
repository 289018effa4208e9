package portside.wire.common;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Token counts as a provider reports them, under all the names seen; what they mean together is decided by the translator.
///
/// @param prompt the whole prompt, usually with its cached part
/// @param completion generated tokens, usually with reasoning
/// @param total as reported
/// @param reasoning as reported
/// @param cacheRead tokens read from a cache
/// @param cacheWrite tokens written to a cache
/// @param anthropicNames whether the cache counts stood under Anthropic's names, where the prompt may already exclude them
/// @param cost what the provider says the answer cost, in its currency; null when it does not say
public record TokenCounts(
    OptionalLong prompt,
    OptionalLong completion,
    OptionalLong total,
    OptionalLong reasoning,
    OptionalLong cacheRead,
    OptionalLong cacheWrite,
    boolean anthropicNames,
    @Nullable BigDecimal cost) {

  private static final String[] PROMPT_DETAILS = {"prompt_tokens_details", "input_tokens_details", "prompt_token_details"};
  private static final String[] COMPLETION_DETAILS = {"completion_tokens_details", "output_tokens_details", "completion_token_details"};
  private static final String[] CACHE_WRITE = {"cache_write_tokens", "created_cache_tokens", "cache_creation_tokens", "cache_creation_input_tokens"};
  private static final String[] CACHE_READ = {"prompt_cache_hit_tokens", "cached_tokens", "num_cached_tokens", "cached_input_tokens"};

  /// Counts whose cost is unknown.
  public TokenCounts(OptionalLong prompt, OptionalLong completion, OptionalLong total, OptionalLong reasoning, OptionalLong cacheRead,
      OptionalLong cacheWrite, boolean anthropicNames) {
    this(prompt, completion, total, reasoning, cacheRead, cacheWrite, anthropicNames, null);
  }

  /// Whether there is anything but zeros in it; MiniMax sends zeros with every chunk but the last.
  public boolean saysSomething() {
    return prompt.orElse(0) > 0 || completion.orElse(0) > 0 || total.orElse(0) > 0;
  }

  /// The usage of a payload: at the top, in its first choice (Moonshot), under `x_groq` (Groq), or llama.cpp's `timings`; null for none.
  public static @Nullable TokenCounts read(JsonObject root, @Nullable JsonObject choice) {
    if (root.get("usage") instanceof JsonObject usage && !usage.isEmpty()) {
      return of(usage);
    }
    if (choice != null && choice.get("usage") instanceof JsonObject usage && !usage.isEmpty()) {
      return of(usage);
    }
    if (root.get("x_groq") instanceof JsonObject groq && groq.get("usage") instanceof JsonObject usage && !usage.isEmpty()) {
      return of(usage);
    }
    return root.get("timings") instanceof JsonObject timings ? ofTimings(timings) : null;
  }

  private static TokenCounts of(JsonObject usage) {
    var promptDetails = first(usage, PROMPT_DETAILS);
    var read = CountReader.count(promptDetails, "cached_tokens");
    for (int i = 0; read.isEmpty() && i < CACHE_READ.length; i++) {
      read = CountReader.count(usage, CACHE_READ[i]);
    }
    var write = OptionalLong.empty();
    for (int i = 0; write.isEmpty() && i < CACHE_WRITE.length; i++) {
      write = CountReader.count(promptDetails, CACHE_WRITE[i]);
    }
    var topRead = CountReader.count(usage, "cache_read_input_tokens");
    var topWrite = CountReader.count(usage, "cache_creation_input_tokens");
    boolean anthropic = read.isEmpty() && topRead.isPresent();
    read = read.isEmpty() ? topRead : read;
    write = write.isEmpty() ? topWrite : write;
    var reasoning = CountReader.count(first(usage, COMPLETION_DETAILS), "reasoning_tokens");
    return new TokenCounts(
        either(usage, "prompt_tokens", "input_tokens"),
        either(usage, "completion_tokens", "output_tokens"),
        CountReader.count(usage, "total_tokens"),
        reasoning.isPresent() ? reasoning : CountReader.count(usage, "reasoning_tokens"),
        read,
        write,
        anthropic,
        CountReader.amount(usage, "cost"));
  }

  /// The counts of llama.cpp where it sends no usage: `prompt_n` counts only what was not in its cache.
  private static TokenCounts ofTimings(JsonObject timings) {
    var evaluated = CountReader.count(timings, "prompt_n");
    var cached = CountReader.count(timings, "cache_n");
    var prompt = evaluated.isPresent() ? OptionalLong.of(evaluated.getAsLong() + cached.orElse(0)) : evaluated;
    var none = OptionalLong.empty();
    return new TokenCounts(prompt, CountReader.count(timings, "predicted_n"), none, none, cached, none, false);
  }

  private static OptionalLong either(JsonObject usage, String name, String alias) {
    var count = CountReader.count(usage, name);
    return count.isPresent() ? count : CountReader.count(usage, alias);
  }

  private static JsonObject first(JsonObject usage, String[] names) {
    for (var name : names) {
      if (usage.get(name) instanceof JsonObject details) {
        return details;
      }
    }
    return JsonValue.EMPTY_JSON_OBJECT;
  }
}
