package portside.recording;

import static portside.provider.dialect.Column.WIRE;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import portside.provider.Dialects;
import portside.provider.dialect.Dialect;
import portside.wire.Json;

/// Recorded answers of real providers, read from the folder named by the system property `recordings`:
/// `<provider>/<case>/{meta.json, response.sse | response.json}`. They are not part of this project; without the property there are none.
public final class RecordingCases {
  /// One recorded exchange.
  ///
  /// @param name `<provider>/<case>`
  /// @param sse whether the body is an event stream
  /// @param status of the answer; 200 where it was not recorded
  /// @param headers by lower-case name
  /// @param url that was asked, empty where it was not recorded
  /// @param model that answered, empty where it was not recorded
  public record Case(String name, boolean sse, int status, Map<String, String> headers, String url, String model, Path body) {
    /// The provider's own row; the standard where the address says nothing or the model speaks another wire today.
    public Dialect row() {
      try {
        var row = Dialects.at(new URI(url.replaceAll("/chat/completions.*", ""))).row(model);
        return row.get(WIRE) == Dialect.Wire.CHAT ? row : Dialect.STANDARD;
      } catch (URISyntaxException scrubbed) {
        return Dialect.STANDARD;
      }
    }

    /// The answer as it was recorded.
    public byte[] bytes() throws IOException {
      return Files.readAllBytes(body);
    }
  }

  private static final String PROPERTY = "recordings";

  private RecordingCases() {}

  /// Whether a folder was named.
  public static boolean present() {
    var folder = System.getProperty(PROPERTY, "");
    return !folder.isEmpty();
  }

  /// Every chat-completions case, in the order of their names.
  public static List<Case> chat() throws IOException, Json.Malformed {
    return of("openai-chat");
  }

  /// Every case of the Messages API that has an answer, in the order of their names.
  public static List<Case> messages() throws IOException, Json.Malformed {
    return of("anthropic");
  }

  /// Every case of Gemini's own language that has an answer, in the order of their names.
  public static List<Case> gemini() throws IOException, Json.Malformed {
    return of("gemini");
  }

  private static List<Case> of(String api) throws IOException, Json.Malformed {
    var cases = new ArrayList<Case>();
    try (var files = Files.walk(Path.of(System.getProperty(PROPERTY)), 3)) {
      for (var meta : files.filter(file -> file.endsWith("meta.json")).sorted().toList()) {
        var json = Json.object(Files.readAllBytes(meta));
        if (api.equals(Json.string(json, "api")) && !List.of("none", "empty").contains(json.getString("body", "none"))) {
          cases.add(read(meta.getParent(), json));
        }
      }
    }
    return cases;
  }

  private static Case read(Path folder, JsonObject meta) {
    boolean sse = meta.getString("body").equals("sse");
    int status = meta.get("status") instanceof JsonNumber number ? number.intValue() : 200;
    var headers = new TreeMap<String, String>();
    meta.getJsonObject("response_headers").forEach((name, _) -> headers.put(name, Json.string(meta.getJsonObject("response_headers"), name)));
    var name = folder.getParent().getFileName() + "/" + folder.getFileName();
    return new Case(name, sse, status, headers, text(meta, "url"), text(meta, "model"), folder.resolve(sse ? "response.sse" : "response.json"));
  }

  private static String text(JsonObject meta, String name) {
    var text = Json.string(meta, name);
    return text == null ? "" : text;
  }
}
