package portside.translate.client;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;
import portside.wire.Refusal;

/// The members of one object of a chat-completions request with the types they must have; an error names the field as OpenAI does:
/// `messages[3].tool_call_id`. A member that is `null` is absent.
///
/// @param parent null at the top of the document
/// @param step the object's name in its parent, or its index in brackets
record ChatFields(JsonObject object, @Nullable ChatFields parent, String step) {
  static ChatFields top(JsonObject object) {
    return new ChatFields(object, null, "");
  }

  String path(String name) {
    return parent == null ? name : parent.path(step) + "." + name;
  }

  Refusal refusal(String name, String problem) {
    return Refusal.invalid(path(name), problem);
  }

  /// What no request of ours can say.
  Refusal uncarried(String name) {
    return refusal(name, "this can be passed only to a provider that is asked in chat completions, and the one asked now is not; leave it out");
  }

  /// Refuses the first member that is not among the known ones and asks for something.
  ///
  /// @param idle members that ask for nothing with one of these values
  void only(Set<String> known, Map<String, Set<JsonValue>> idle) {
    for (var member : object.entrySet()) {
      var nothing = member.getValue() == JsonValue.NULL || idle.getOrDefault(member.getKey(), Set.of()).contains(member.getValue());
      if (!known.contains(member.getKey()) && !nothing) {
        throw uncarried(member.getKey());
      }
    }
  }

  /// The member, or null.
  @Nullable JsonValue value(String name) {
    var value = object.get(name);
    return value == JsonValue.NULL ? null : value;
  }

  String requiredString(String name) {
    var text = string(name);
    if (text == null) {
      throw refusal(name, "is missing");
    }
    return text;
  }

  /// The string, or null.
  @Nullable String string(String name) {
    return switch (value(name)) {
      case null -> null;
      case JsonString text -> text.getString();
      default -> throw refusal(name, "must be a string");
    };
  }

  /// The object, or null.
  @Nullable ChatFields fields(String name) {
    return switch (value(name)) {
      case null -> null;
      case JsonObject member -> new ChatFields(member, this, name);
      default -> throw refusal(name, "must be an object");
    };
  }

  ChatFields requiredFields(String name) {
    var fields = fields(name);
    if (fields == null) {
      throw refusal(name, "is missing");
    }
    return fields;
  }

  /// The objects of an array; none when it is absent.
  List<ChatFields> list(String name) {
    if (value(name) == null) {
      return List.of();
    }
    if (!(value(name) instanceof JsonArray array)) {
      throw refusal(name, "must be an array");
    }
    var fields = new ArrayList<ChatFields>(array.size());
    for (var element : array) {
      var step = name + "[" + fields.size() + "]";
      if (!(element instanceof JsonObject member)) {
        throw refusal(step, "must be an object");
      }
      fields.add(new ChatFields(member, this, step));
    }
    return fields;
  }

  OptionalLong positive(String name) {
    return switch (value(name)) {
      case null -> OptionalLong.empty();
      case JsonNumber number when number.isIntegral() && number.bigIntegerValue().bitLength() < Long.SIZE && number.longValue() > 0 ->
          OptionalLong.of(number.longValue());
      default -> throw refusal(name, "must be an integer of at least 1");
    };
  }

  OptionalDouble number(String name) {
    return switch (value(name)) {
      case null -> OptionalDouble.empty();
      case JsonNumber number when Double.isFinite(number.doubleValue()) -> OptionalDouble.of(number.doubleValue());
      default -> throw refusal(name, "must be a number");
    };
  }

  /// The boolean, or `otherwise` when it is absent.
  boolean flag(String name, boolean otherwise) {
    var value = value(name);
    if (value != null && value != JsonValue.TRUE && value != JsonValue.FALSE) {
      throw refusal(name, "must be true or false");
    }
    return value == null ? otherwise : value == JsonValue.TRUE;
  }

  /// The object that a string holds as JSON text.
  JsonObject embedded(String name) {
    var text = string(name);
    try {
      return text == null || text.isBlank() ? JsonValue.EMPTY_JSON_OBJECT : Json.object(text);
    } catch (Json.Malformed malformed) {
      throw refusal(name, "must be a JSON object as text: " + malformed.getMessage());
    }
  }
}
