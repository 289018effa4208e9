package portside.translate.chat;

import static portside.provider.dialect.Column.CALL_IDS;
import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_AS;
import static portside.provider.dialect.Column.REPLAY_FIELD;
import static portside.provider.dialect.Column.REPLY_AFTER_TOOLS;
import static portside.provider.dialect.Column.SYSTEM_IN_PLACE;
import static portside.provider.dialect.Column.SYSTEM_ROLE;
import static portside.provider.dialect.Column.TOOL_RESULT_NAME;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.CallIdForm;
import portside.provider.dialect.Dialect.CallSignatures;
import portside.provider.dialect.Dialect.PromptCache;
import portside.provider.dialect.Dialect.Replay;
import portside.provider.dialect.Dialect.ReplayAs;
import portside.wire.Json;

/// What a row allows in `messages`: roles and their order, members, ids, forms of content, cache marks.
final class MessageRules {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
  private static final Pattern LEGAL_40 = Pattern.compile("[A-Za-z0-9_-]{1,40}");
  private static final Pattern NINE = Pattern.compile("[A-Za-z0-9]{9}");
  private static final int MOST_MARKS = 4;
  private static final String MARK = "{\"type\":\"ephemeral\"}";
  private static final String HOUR = "{\"type\":\"ephemeral\",\"ttl\":\"1h\"}";

  private final List<String> breaches = new ArrayList<>();
  private final Dialect row;
  private final String system;
  private final Map<String, String> calls = new HashMap<>();
  private List<String> unanswered = new ArrayList<>();
  private String lastRole = "";
  private int marks;
  private int i;

  private MessageRules(Dialect row) {
    this.row = row;
    this.system = switch (row.get(SYSTEM_ROLE)) {
      case SYSTEM -> "system";
      case DEVELOPER -> "developer";
    };
  }

  static List<String> breaches(JsonValue messages, Dialect row) {
    var rules = new MessageRules(row);
    if (messages instanceof JsonArray array && !array.isEmpty()) {
      for (; rules.i < array.size(); rules.i++) {
        rules.message(array.getJsonObject(rules.i));
      }
    } else {
      rules.breaches.add("no messages");
    }
    rules.require(rules.unanswered.isEmpty(), "calls without result at the end: " + rules.unanswered);
    rules.require(rules.marks <= MOST_MARKS, rules.marks + " cache marks");
    return rules.breaches;
  }

  /// Whether the row takes this `cache_control`.
  static boolean isMark(JsonValue mark, Dialect row) {
    return mark.toString().equals(MARK) || row.get(PROMPT_CACHE) == PromptCache.TIMED_MARKS && mark.toString().equals(HOUR);
  }

  private void require(boolean kept, String rule) {
    if (!kept) {
      breaches.add("message " + i + ": " + rule);
    }
  }

  private void message(JsonObject message) {
    var role = message.getString("role");
    require(unanswered.isEmpty() || role.equals("tool"), role + " before the results of " + unanswered);
    require(!role.equals(lastRole) || role.equals("tool") || role.equals(system) && row.get(SYSTEM_IN_PLACE), "two messages of role " + role + " in a row");
    require(!row.get(REPLY_AFTER_TOOLS) || !role.equals("user") || !lastRole.equals("tool"), "the user speaks right after a result");
    if (role.equals(system)) {
      require(i == 0 || row.get(SYSTEM_IN_PLACE), "a system message in the middle");
      members(message, "role", "content");
      content(message.get("content"), false);
    } else {
      switch (role) {
        case "user" -> {
          members(message, "role", "content");
          content(message.get("content"), true);
        }
        case "assistant" -> assistant(message);
        case "tool" -> tool(message);
        default -> breaches.add("message " + i + ": role " + role);
      }
    }
    lastRole = role;
  }

  private void members(JsonObject message, String... known) {
    require(Set.of(known).containsAll(message.keySet()), "unknown members: " + message.keySet());
  }

  private void tool(JsonObject message) {
    members(message, "role", "tool_call_id", "content", row.get(TOOL_RESULT_NAME) ? "name" : "role ");
    content(message.get("content"), false);
    var id = message.getString("tool_call_id");
    var next = unanswered.isEmpty() ? "none" : unanswered.removeFirst();
    require(next.equals(id), "result of " + id + " where that of " + next + " belongs");
    require(!row.get(TOOL_RESULT_NAME) || calls.getOrDefault(id, "").equals(Json.string(message, "name")), "name of a result: " + message.get("name"));
  }

  private void text(JsonValue content) {
    require(content instanceof JsonString text && !text.getString().isBlank(), "content is no text: " + content);
  }

  /// A string, or parts where pictures, files or marks demand them.
  private void content(JsonValue content, boolean media) {
    if (!(content instanceof JsonArray parts)) {
      text(content);
      return;
    }
    var before = marks;
    var lastType = "";
    var types = new HashSet<String>();
    for (var part : parts.getValuesAs(JsonObject.class)) {
      var type = part.getString("type");
      types.add(type);
      part(type, part);
      require(!(type.equals("text") && lastType.equals("text")) || !media, "two texts in a row");
      lastType = type;
    }
    require(media || types.equals(Set.of("text")), "parts of types " + types);
    require(!types.isEmpty() && (marks > before || !types.equals(Set.of("text"))), "a list of parts that should be a string");
  }

  private void part(String type, JsonObject part) {
    var known = new HashSet<>(Set.of("type", type));
    if (part.containsKey("cache_control")) {
      marks++;
      known.add("cache_control");
      require(row.get(PROMPT_CACHE).compareTo(PromptCache.MARKS) >= 0 && type.equals("text"), "a cache mark at " + type);
      require(isMark(part.get("cache_control"), row), "mark " + part.get("cache_control"));
    }
    if (type.equals("document_url")) {
      known.add("document_name");
    }
    require(part.keySet().equals(known), "a part of members " + part.keySet());
    switch (type) {
      case "text" -> text(part.get("text"));
      case "image_url" -> {
        var image = part.getJsonObject("image_url");
        require(row.get(IMAGES) && image.keySet().equals(Set.of("url")), "a picture of members " + image.keySet());
        require(row.get(IMAGE_URLS) || image.getString("url").startsWith("data:"), "a picture by link");
      }
      case "file" -> {
        require(row.get(PDF) == Dialect.Pdf.FILE, "a file");
        require(part.getJsonObject("file").keySet().equals(Set.of("filename", "file_data")), "a file of other members");
      }
      case "document_url" -> require(row.get(PDF) == Dialect.Pdf.DOCUMENT_URL && part.getString("document_url").startsWith("data:"), "a document");
      default -> breaches.add("message " + i + ": a part of type " + type);
    }
  }

  private void assistant(JsonObject message) {
    var reasoning = reasoning(message);
    var known = new LinkedHashSet<>(reasoning);
    known.addAll(Set.of("role", "content", "tool_calls"));
    if (row.get(CALL_SIGNATURES) == CallSignatures.GOOGLE && !message.containsKey("tool_calls")) {
      known.add("extra_content"); // an answer without calls may be signed as a whole
    }
    members(message, known.toArray(String[]::new));
    var content = message.get("content");
    var thoughtful = row.get(REPLAY_AS) == ReplayAs.PARTS && content instanceof JsonArray parts && isReasoningAndWords(parts);
    if (!(message.get("tool_calls") instanceof JsonArray made)) {
      var words = content instanceof JsonString text && (!text.getString().isBlank() || row.get(REPLAY) == Replay.ALL);
      require(words || thoughtful, "an answer without text: " + content);
      return;
    }
    require(thoughtful || content instanceof JsonString text && !text.getString().isBlank() || switch (row.get(CONTENT_WITH_CALLS)) {
      case NULL -> content == JsonValue.NULL;
      case EMPTY -> content instanceof JsonString;
      case OMIT -> content == null;
    }, "content beside calls: " + content);
    var lost = row.get(REPLAY) != Replay.NONE && row.get(REPLAY_AS) == ReplayAs.FIELD && row.get(MISSING_REASONING) instanceof Dialect.MissingReasoning.Text;
    require(!lost || reasoning.stream().anyMatch(message::containsKey), "calls without their reasoning");
    require(!made.isEmpty(), "empty calls");
    for (var call : made.getValuesAs(JsonObject.class)) {
      call(call, call == made.getFirst());
    }
  }

  /// The members that may carry reasoning.
  private Set<String> reasoning(JsonObject message) {
    if (row.get(REPLAY) == Replay.NONE || row.get(REPLAY) == Replay.TOOL_TURNS && !message.containsKey("tool_calls")) {
      return Set.of();
    }
    var field = row.get(REPLAY_FIELD).isEmpty() ? Set.of("reasoning_content", "reasoning", "reasoning_text") : Set.of(row.get(REPLAY_FIELD));
    return switch (row.get(REPLAY_AS)) {
      case FIELD -> field;
      case DETAILS -> {
        var both = new HashSet<>(field);
        both.add("reasoning_details");
        yield both;
      }
      case PARTS, TAGS -> Set.of();
    };
  }

  private static boolean isReasoningAndWords(JsonArray parts) {
    return "thinking".equals(parts.getJsonObject(0).getString("type"))
        && (parts.size() == 1 || parts.size() == 2 && "text".equals(parts.getJsonObject(1).getString("type")));
  }

  private void call(JsonObject call, boolean first) {
    var signed = row.get(CALL_SIGNATURES) == CallSignatures.GOOGLE && call.containsKey("extra_content");
    require(call.keySet().equals(signed ? Set.of("id", "type", "function", "extra_content") : Set.of("id", "type", "function")), "a call of members " + call.keySet());
    require(row.get(CALL_SIGNATURES) != CallSignatures.GOOGLE || !first || signed, "a first call without signature");
    var function = call.getJsonObject("function");
    var id = call.getString("id");
    require((row.get(CALL_IDS) == CallIdForm.NINE_ALPHANUMERIC ? NINE : LEGAL_40).matcher(id).matches(), "id of a call: " + id);
    require(calls.put(id, function.getString("name")) == null, "two calls of one id: " + id);
    require(NAME.matcher(function.getString("name")).matches(), "name of a call: " + function.getString("name"));
    try {
      Json.value(function.getString("arguments"));
    } catch (Json.Malformed e) {
      breaches.add("message " + i + ": arguments are not JSON: " + function.getString("arguments"));
    }
    unanswered.add(id);
  }
}
