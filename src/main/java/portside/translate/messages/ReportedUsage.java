package portside.translate.messages;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import portside.wire.anthropic.Usage;
import portside.wire.common.CountReader;
import portside.wire.common.TokenCounts;

/// The token counts of one answer of the Messages API: of each the value that was said last (z.ai says zeros when the message starts and the truth at
/// its end, zai-org/GLM-5#139). The input leaves out what was read from a cache or written to one.
public final class ReportedUsage {
  private OptionalLong input = OptionalLong.empty();
  private OptionalLong output = OptionalLong.empty();
  private OptionalLong cacheRead = OptionalLong.empty();
  private OptionalLong cacheCreation = OptionalLong.empty();
  private OptionalLong cacheCreationHour = OptionalLong.empty();
  private OptionalLong thinking = OptionalLong.empty();
  private @Nullable BigDecimal cost;
  private long searches;

  /// Takes a `usage`; what is no object says nothing.
  public void add(@Nullable JsonValue said) {
    if (!(said instanceof JsonObject usage)) {
      return;
    }
    input = last(usage, "input_tokens", input);
    output = last(usage, "output_tokens", output);
    cacheRead = last(usage, "cache_read_input_tokens", cacheRead);
    cacheCreation = last(usage, "cache_creation_input_tokens", cacheCreation);
    if (usage.get("cache_creation") instanceof JsonObject lives) {
      cacheCreationHour = last(lives, "ephemeral_1h_input_tokens", cacheCreationHour);
    }
    var told = CountReader.amount(usage, "cost");
    cost = told == null ? cost : told;
    if (usage.get("output_tokens_details") instanceof JsonObject details) {
      thinking = last(details, "thinking_tokens", thinking);
    }
    if (usage.get("server_tool_use") instanceof JsonObject tools) {
      searches = last(tools, "web_search_requests", OptionalLong.of(searches)).orElse(0);
    }
  }

  private static OptionalLong last(JsonObject usage, String name, OptionalLong before) {
    return usage.get(name) instanceof JsonNumber number && number.doubleValue() >= 0 && number.doubleValue() < Long.MAX_VALUE
        ? OptionalLong.of(number.longValue())
        : before;
  }

  /// The whole prompt; empty while nothing but zeros was said of it.
  OptionalLong prompt() {
    long tokens = input.orElse(0) + cacheRead.orElse(0) + cacheCreation.orElse(0);
    return tokens == 0 ? OptionalLong.empty() : OptionalLong.of(tokens);
  }

  /// As the provider said it, zeros for what it did not say.
  public Usage usage() {
    boolean caching = cacheRead.isPresent() || cacheCreation.isPresent();
    return new Usage(input.orElse(0), output.orElse(0), caching ? OptionalLong.of(cacheRead.orElse(0)) : cacheRead,
        caching ? OptionalLong.of(cacheCreation.orElse(0)) : cacheCreation, thinking, searches, cacheCreationHour, cost);
  }

  /// The same for the rules that hold on every wire, where the prompt is a whole.
  TokenCounts counts() {
    return new TokenCounts(prompt(), output, OptionalLong.empty(), thinking, cacheRead, cacheCreation, false, cost);
  }
}
