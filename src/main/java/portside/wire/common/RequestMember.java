package portside.wire.common;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import portside.wire.Json;

/// A member of the request or of a message.
public record RequestMember(String name, JsonValue value) {
  /// @param json the value as JSON text
  /// @throws IllegalStateException when it is not JSON; settings are checked long before
  public static RequestMember of(String name, String json) {
    try {
      return new RequestMember(name, Json.value(json));
    } catch (Json.Malformed e) {
      throw new IllegalStateException("the dialect's member " + name + " is not JSON", e);
    }
  }

  /// Each member of an object, in order.
  public static List<RequestMember> of(JsonObject members) {
    return members.entrySet().stream().map(member -> new RequestMember(member.getKey(), member.getValue())).toList();
  }
}
