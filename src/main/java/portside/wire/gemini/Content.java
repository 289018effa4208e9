package portside.wire.gemini;

import java.util.List;
import portside.wire.JsonBuffer;

/// One turn of a conversation.
///
/// @param speaker whose turn it is
/// @param parts in order, at least one
public record Content(Speaker speaker, List<Part> parts) {
  /// Who speaks.
  public enum Speaker {
    USER("user"),
    MODEL("model");

    private final String role;

    Speaker(String role) {
      this.role = role;
    }
  }

  void write(JsonBuffer json) {
    json.beginObject().name("role").value(speaker.role).name("parts").beginArray();
    parts.forEach(part -> part.write(json));
    json.endArray().endObject();
  }
}
