package portside.translate.gemini;

import jakarta.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import portside.translate.UpstreamRequest;
import portside.wire.Json;
import portside.wire.JsonSource;

/// Makes of a request to generate content the one that asks how many tokens its prompt has (Gemini API and Vertex AI, `models.countTokens`).
public final class CountTokensRequest {
  /// What a prompt is made of. The rest says nothing of its size and may be refused there.
  private static final List<String> PROMPT = List.of("systemInstruction", "contents", "tools");

  private CountTokensRequest() {}

  /// The answer to it has `totalTokens`.
  ///
  /// @param generate as it would be sent for an answer
  /// @param flat whether the prompt stands in the body itself, not inside `generateContentRequest`
  public static UpstreamRequest of(UpstreamRequest generate, boolean flat) {
    var model = generate.path().substring(0, generate.path().lastIndexOf(':'));
    return new UpstreamRequest(model + ":countTokens", generate.headers(), body(generate.body(), model, flat), false);
  }

  private static byte[] body(byte[] generate, String model, boolean flat) {
    var all = written(generate);
    var prompt = Json.BUILD.createObjectBuilder();
    if (!flat) {
      prompt.add("model", "models/" + URLDecoder.decode(model.substring(model.lastIndexOf('/') + 1), StandardCharsets.UTF_8));
    }
    PROMPT.stream().filter(all::containsKey).forEach(name -> prompt.add(name, all.get(name)));
    var counted = prompt.build();
    return JsonSource.bytes(flat ? counted : Json.BUILD.createObjectBuilder().add("generateContentRequest", counted).build());
  }

  private static JsonObject written(byte[] body) {
    try {
      return Json.object(body);
    } catch (Json.Malformed written) {
      throw new IllegalStateException(written); // by a translator
    }
  }
}
