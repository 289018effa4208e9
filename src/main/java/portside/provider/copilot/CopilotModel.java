package portside.provider.copilot;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A model as `GET /models` of GitHub Copilot lists it (not documented; read in November 2026 from vscode-copilot-chat of 2026-03 and copilot-api of
/// 2026-08). What the list leaves out is 0, false or empty.
///
/// @param id as it is asked for
/// @param chat whether it is for conversations, and not for embeddings or completions
/// @param enabled whether the policy of the account allows it
/// @param picked whether GitHub shows it to persons who choose a model
/// @param endpoints where it is asked, such as `/v1/messages`; empty where the list does not say
/// @param mostPrompt tokens of the longest prompt
/// @param mostOutput tokens of the longest answer
/// @param vision whether it sees pictures
/// @param adaptive whether it takes adaptive thinking
/// @param leastThinking the smallest budget of thinking
/// @param mostThinking the largest; 0 where it takes none
/// @param efforts the levels of effort it takes
public record CopilotModel(String id, boolean chat, boolean enabled, boolean picked, List<String> endpoints, long mostPrompt, long mostOutput, boolean vision,
    boolean adaptive, long leastThinking, long mostThinking, List<String> efforts) {
  /// More than any model of today by far.
  private static final int MOST_DIGITS = 9;
  private static final int LONGEST_ID = 256;

  public CopilotModel {
    endpoints = List.copyOf(endpoints);
    efforts = List.copyOf(efforts);
  }

  /// Whether requests for messages can be answered by it.
  public boolean usable() {
    return chat && enabled;
  }

  /// Whether it is asked at that path, by HTTP or over a socket (`ws:/responses`), which are one language.
  public boolean speaks(String path) {
    return endpoints.contains(path) || endpoints.contains("ws:" + path);
  }

  /// Reads one of the list; empty for something that has no id, or none that can be one.
  static Optional<CopilotModel> read(JsonObject listed) {
    var id = string(listed, "id");
    if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
      return Optional.empty();
    }
    var capabilities = object(listed, "capabilities");
    var limits = object(capabilities, "limits");
    var supports = object(capabilities, "supports");
    var type = string(capabilities, "type");
    var policy = string(object(listed, "policy"), "state");
    return Optional.of(new CopilotModel(id, type == null || type.equals("chat"), !"disabled".equals(policy), !JsonValue.FALSE.equals(listed.get("model_picker_enabled")),
        texts(listed.get("supported_endpoints")), first(limits, "max_prompt_tokens", "max_context_window_tokens"), first(limits, "max_output_tokens"),
        !JsonValue.FALSE.equals(supports.get("vision")), JsonValue.TRUE.equals(supports.get("adaptive_thinking")), first(supports, "min_thinking_budget"),
        first(supports, "max_thinking_budget"), texts(supports.get("reasoning_effort"))));
  }

  private static JsonObject object(JsonObject of, String name) {
    return of.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static @Nullable String string(JsonObject of, String name) {
    return of.get(name) instanceof JsonString text ? text.getString() : null;
  }

  private static List<String> texts(@Nullable JsonValue list) {
    return list instanceof JsonArray array
        ? array.stream().filter(JsonString.class::isInstance).map(text -> ((JsonString) text).getString()).toList() : List.of();
  }

  private static long first(JsonObject of, String... names) {
    for (var name : names) {
      if (of.get(name) instanceof JsonNumber number && number.isIntegral() && number.bigDecimalValue().precision() <= MOST_DIGITS && number.longValue() > 0) {
        return number.longValue();
      }
    }
    return 0;
  }
}
