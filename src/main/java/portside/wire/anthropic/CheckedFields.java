package portside.wire.anthropic;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import portside.wire.Refusal;

/// The members of one object with the types they must have; an error names the field in Anthropic's wording. A member that is `null` is
/// absent.
///
/// @param place of the object
record CheckedFields(JsonObject object, FieldPath place) {
  static CheckedFields of(JsonValue value, FieldPath place) {
    if (value instanceof JsonObject object) {
      return new CheckedFields(object, place);
    }
    throw Refusal.invalid(place.toString(), "Input should be a valid dictionary");
  }

  FieldPath at(String name) {
    return place.at(name);
  }

  Refusal refusal(String name, String problem) {
    return Refusal.invalid(at(name).toString(), problem);
  }

  @Nullable JsonValue value(String name) {
    var value = object.get(name);
    return value == JsonValue.NULL ? null : value;
  }

  JsonValue required(String name) {
    var value = value(name);
    if (value == null) {
      throw refusal(name, "Field required");
    }
    return value;
  }

  String requiredString(String name) {
    required(name);
    return string(name, "");
  }

  String string(String name, String otherwise) {
    var found = string(name);
    return found == null ? otherwise : found;
  }

  @Nullable String string(String name) {
    return switch (value(name)) {
      case null -> null;
      case JsonString string -> string.getString();
      default -> throw refusal(name, "Input should be a valid string");
    };
  }

  /// The string, or `otherwise` when there is none, whatever stands there.
  String lenient(String name, String otherwise) {
    return object.get(name) instanceof JsonString string ? string.getString() : otherwise;
  }

  List<JsonValue> list(String name) {
    return switch (value(name)) {
      case null -> List.of();
      case JsonArray array -> array;
      default -> throw refusal(name, "Input should be a valid list");
    };
  }

  CheckedFields requiredFields(String name) {
    return of(required(name), at(name));
  }

  @Nullable CheckedFields fields(String name) {
    var value = value(name);
    return value == null ? null : of(value, at(name));
  }

  OptionalLong integer(String name) {
    return switch (value(name)) {
      case null -> OptionalLong.empty();
      case JsonNumber number when number.isIntegral() && number.bigIntegerValue().bitLength() < Long.SIZE -> OptionalLong.of(number.longValue());
      default -> throw refusal(name, "Input should be a valid integer");
    };
  }

  OptionalDouble number(String name) {
    return switch (value(name)) {
      case null -> OptionalDouble.empty();
      case JsonNumber number when Double.isFinite(number.doubleValue()) -> OptionalDouble.of(number.doubleValue());
      case JsonNumber _ -> throw refusal(name, "Input should be a finite number");
      default -> throw refusal(name, "Input should be a valid number");
    };
  }

  boolean flag(String name) {
    var value = value(name);
    if (value != null && value != JsonValue.TRUE && value != JsonValue.FALSE) {
      throw refusal(name, "Input should be a valid boolean");
    }
    return value == JsonValue.TRUE;
  }
}
