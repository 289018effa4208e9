package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.WIRE;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import portside.provider.KnownRows;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.gemini.Gemini;
import portside.translate.gemini.GeminiRules;
import portside.translate.messages.MessagesRules;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.responses.Responses;
import portside.translate.responses.ResponsesRules;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// Every Anthropic request of a folder of recordings (`-Drecordings=DIR`) is read and translated for every row of the dialect table, and the
/// result keeps the rules of that row. A request may be refused only where the recorded API refused it too.
@EnabledIfSystemProperty(named = "recordings", matches = ".+")
class RecordedRequestsTest {
  private static final Provider.Limits LIMITS = new Provider.Limits(0, 0);
  private static final List<Dialect> ROWS = KnownRows.all();

  @Test
  void everyRecordedRequestBecomesAGoodChatRequest() throws Exception {
    var breaches = new TreeMap<String, List<String>>();
    var seen = 0;
    for (var folder : folders()) {
      if (Files.exists(folder.resolve("request.json"))) {
        seen++;
        var found = breaches(folder);
        if (!found.isEmpty()) {
          breaches.put(folder.getFileName().toString(), found);
        }
      }
    }
    assertEquals(Map.of(), breaches);
    assertEquals(folders().size(), seen);
  }

  private static List<Path> folders() throws IOException {
    try (var list = Files.list(Path.of(System.getProperty("recordings"), "anthropic-requests"))) {
      return list.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static List<String> breaches(Path folder) throws Exception {
    var request = Json.object(Files.readAllBytes(folder.resolve("request.json")));
    var body = withModel(request);
    try {
      var read = request.containsKey("max_tokens") ? MessagesReader.read(body) : MessagesReader.readForCount(body);
      return ROWS.stream().flatMap(row -> breaches(read, row)).toList();
    } catch (Refusal refusal) {
      return refusedThere(folder) ? List.of() : List.of(refusal.fault().message());
    }
  }

  private static Stream<String> breaches(MessagesRequest request, Dialect row) {
    var found = switch (row.get(WIRE)) {
      case CHAT -> ChatRules.breaches(RequestToChat.translate(request, row, new ModelIdentity("acme", "model-x"), LIMITS, "conversation").bytes(),
          row);
      case MESSAGES -> MessagesRules.breaches(request, row);
      case GEMINI -> GeminiRules.breaches(Gemini.body(request, row));
      case RESPONSES -> ResponsesRules.breaches(Responses.body(request, row));
    };
    return found.stream().map(breach -> row.name() + ": " + breach);
  }

  /// Vertex names the model in the path.
  private static byte[] withModel(JsonObject request) {
    var builder = Json.BUILD.createObjectBuilder(request);
    return Json.bytes(request.containsKey("model") ? request : builder.add("model", "claude-x").build());
  }

  private static boolean refusedThere(Path folder) throws Exception {
    var meta = Json.object(Files.readString(folder.resolve("meta.json"), StandardCharsets.UTF_8));
    return meta.get("status") != null && meta.get("status").toString().equals("400");
  }
}
