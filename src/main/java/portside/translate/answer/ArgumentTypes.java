package portside.translate.answer;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings the arguments of a tool call to the types of the tool's schema where a model wrote another: `"5"` for 5, `"[…]"` for an array, an object
/// or a number for a string. What has a type the schema allows stays as it was written, digit for digit.
public final class ArgumentTypes {
  private final Map<String, JsonObject> schemas;

  /// @param schemas of the tools' arguments by the name sent upstream
  public ArgumentTypes(Map<String, JsonObject> schemas) {
    this.schemas = schemas;
  }

  /// The arguments with the types of the schema.
  ///
  /// @param tool its name as sent upstream
  /// @param arguments returned unchanged when they are no JSON object or nobody knows the tool
  public String fit(String tool, String arguments) {
    var schema = of(tool);
    return schema == null || !RawJson.isObject(arguments) ? arguments : inside(schema, arguments);
  }

  /// The schema of a tool's arguments; null when nobody knows the tool.
  @Nullable ArgumentSchema of(String tool) {
    var schema = schemas.get(tool);
    return schema == null ? null : new ArgumentSchema(schema);
  }

  /// The JSON types, by the first character of a value.
  private static String kind(String value) {
    return switch (value.charAt(0)) {
      case '{' -> "object";
      case '[' -> "array";
      case '"' -> "string";
      case 't', 'f' -> "boolean";
      case 'n' -> "null";
      default -> "number";
    };
  }

  private static String value(ArgumentSchema schema, String value) {
    var wanted = schema.kinds();
    var kind = kind(value);
    if (wanted.isEmpty() || wanted.contains(kind) || kind.equals("number") && wanted.contains("integer")) {
      return inside(schema, value);
    }
    return switch (kind) {
      case "string" -> fromString(schema, wanted, value);
      case "null" -> value;
      default -> wanted.contains("string") ? RawJson.quoted(value) : value;
    };
  }

  /// The value with its members or elements brought to their types.
  private static String inside(ArgumentSchema schema, String value) {
    return switch (kind(value.stripLeading())) {
      case "object" -> members(schema, value);
      case "array" -> elements(schema, value);
      default -> value;
    };
  }

  private static String fromString(ArgumentSchema schema, Set<String> wanted, String quoted) {
    var text = RawJson.string(quoted).strip();
    if (wanted.contains("boolean") && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
      return text.equalsIgnoreCase("true") ? "true" : "false"; // models trained on Python write True
    }
    if (RawJson.isNumber(text)) {
      boolean whole = text.matches("-?\\d+");
      return wanted.contains("number") || whole && wanted.contains("integer") ? text : quoted;
    }
    return !text.isEmpty() && !text.startsWith("\"") && wanted.contains(kind(text)) && RawJson.isValue(text) ? inside(schema, text) : quoted;
  }

  private static String members(ArgumentSchema schema, String object) {
    boolean changed = false;
    var fitted = new ArrayList<String>();
    for (var member : RawJson.members(object)) {
      var known = schema.member(member.name());
      var value = known == null ? member.value() : value(known, member.value());
      changed |= !value.equals(member.value());
      fitted.add(RawJson.quoted(member.name()) + ":" + value);
    }
    return changed ? "{" + String.join(",", fitted) + "}" : object;
  }

  private static String elements(ArgumentSchema schema, String array) {
    var element = schema.element();
    if (element == null) {
      return array;
    }
    var elements = RawJson.elements(array);
    var fitted = elements.stream().map(one -> value(element, one)).toList();
    return fitted.equals(elements) ? array : "[" + String.join(",", fitted) + "]";
  }
}
