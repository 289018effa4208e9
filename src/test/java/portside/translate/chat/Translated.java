package portside.translate.chat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.reasoning.ModelIdentity;
import portside.wire.Json;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.MessagesReader;

/// Translates requests that tests write with `'` in place of `"`, and shows parts of the outcome the same way.
final class Translated {
  private static final Provider.Limits LIMITS = new Provider.Limits(0, 0);

  private final JsonObject body;

  private Translated(JsonObject body) {
    this.body = body;
  }

  /// @param members of the request, without `model`; `max_tokens` and `messages` may be missing
  static Translated of(String members, Dialect dialect) {
    return of(members, dialect, "");
  }

  /// @param conversation its name
  static Translated of(String members, Dialect dialect, String conversation) {
    var limit = members.contains("'max_tokens':") ? "" : "'max_tokens':1,";
    var messages = members.contains("'messages':") ? "" : "'messages':[{'role':'user','content':'hi'}],";
    var request = ("{" + limit + messages + members + ",'model':'m'}").replace(",,", ",").replace('\'', '"');
    try {
      var read = MessagesReader.read(request.getBytes(StandardCharsets.UTF_8));
      return new Translated(Json.object(RequestToChat.translate(read, dialect, new ModelIdentity("acme", "m"), LIMITS, conversation).bytes()));
    } catch (Json.Malformed e) {
      throw new AssertionError(request, e);
    }
  }

  /// These members, as far as they are there.
  String members(String... names) {
    var kept = Json.BUILD.createObjectBuilder();
    Arrays.stream(names).filter(body::containsKey).forEach(name -> kept.add(name, body.get(name)));
    return quoted(kept.build());
  }

  /// Everything beside model, messages, limit and tools.
  String settings() {
    var kept = Json.BUILD.createObjectBuilder(body);
    for (var name : new String[] {"model", "messages", "max_tokens", "tools"}) {
      kept.remove(name);
    }
    return quoted(kept.build());
  }

  /// A message; negative numbers count from the end.
  String message(int index) {
    var messages = body.getJsonArray("messages");
    return quoted(messages.get(index < 0 ? messages.size() + index : index));
  }

  String messages() {
    return quoted(body.get("messages"));
  }

  String tool(int index) {
    return quoted(body.getJsonArray("tools").getJsonObject(index).get("function"));
  }

  /// What each tool has beside its type and function.
  String toolMarks() {
    var marks = Json.BUILD.createArrayBuilder();
    body.getJsonArray("tools").getValuesAs(JsonObject.class).forEach(tool ->
        marks.add(Json.BUILD.createObjectBuilder(tool).remove("type").remove("function")));
    return quoted(marks.build());
  }

  int tools() {
    return body.containsKey("tools") ? body.getJsonArray("tools").size() : 0;
  }

  private static String quoted(JsonValue value) {
    return JsonBuffer.text(value).replace('"', '\'');
  }
}
