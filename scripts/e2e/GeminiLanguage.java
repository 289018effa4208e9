import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Gemini's own language. What a thought was is in the signature of the first call behind it, and that alone is read.
final class GeminiLanguage {
  private static final Pattern ASKED = Pattern.compile("/models/([^:/]+):(stream)?");

  private GeminiLanguage() {}

  static ChatRequest read(String line, Json body) {
    var asked = ASKED.matcher(line);
    var named = asked.find();
    var messages = body.get("contents").elements().stream()
        .flatMap(content -> content.get("parts").elements().stream().flatMap(part -> messages(content.get("role").string(), part)));
    var tools = body.get("tools").elements().stream().flatMap(tool -> tool.get("functionDeclarations").elements().stream())
        .map(function -> "{\"function\":{\"name\":%s}}".formatted(function.get("name").text()));
    return new ChatRequest(new Json("{\"model\":%s,\"stream\":%s,\"messages\":[%s],\"tools\":[%s]}".formatted(
        Json.quote(named ? asked.group(1) : ""), named && asked.group(2) != null, String.join(",", messages.toList()), String.join(",", tools.toList()))));
  }

  private static Stream<String> messages(String role, Json part) {
    var call = part.get("functionCall");
    if (!call.members().isEmpty()) {
      var signature = part.get("thoughtSignature").string();
      var thought = signature.isEmpty() ? Stream.<String>of() : Stream.of(Wire.thought(opened(signature)));
      return Stream.concat(thought, Stream.of(Wire.called(call.get("id"), call.get("name"), Json.quote(call.get("args").text()))));
    }
    var result = part.get("functionResponse");
    if (!result.members().isEmpty()) {
      var response = result.get("response");
      var words = Wire.result(result.get("id"), response.get("output").isString() ? response.get("output") : response.get("error"));
      return Stream.concat(Stream.of(words), result.get("parts").elements().stream().map(GeminiLanguage::media));
    }
    return Stream.of(part.get("inlineData").members().isEmpty() ? Wire.spoken(role.equals("model") ? "assistant" : role, part.get("text")) : media(part));
  }

  private static String media(Json part) {
    var data = part.get("inlineData");
    var type = data.get("mimeType").string();
    var url = Json.quote("data:" + type + ";base64," + data.get("data").string());
    return Wire.spoken("user", new Json(type.startsWith("image/")
        ? "[{\"type\":\"image_url\",\"image_url\":{\"url\":%s}}]".formatted(url)
        : "[{\"type\":\"file\",\"file\":{\"file_data\":%s}}]".formatted(url)));
  }

  private static String opened(String signature) {
    try {
      return new String(Base64.getDecoder().decode(signature), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException foreign) {
      return "not my thought";
    }
  }

  /// The parts of an answer, the first call with a signature.
  static List<String> parts(Reply.Said said) {
    var parts = new ArrayList<String>();
    if (!said.reasoning().isEmpty()) {
      parts.add("{\"text\":%s,\"thought\":true}".formatted(Json.quote(said.reasoning())));
    }
    if (!said.text().isEmpty()) {
      parts.add("{\"text\":%s}".formatted(Json.quote(said.text())));
    }
    for (var call : said.calls()) {
      var signature = said.reasoning().isEmpty() || call != said.calls().getFirst() ? ""
          : ",\"thoughtSignature\":" + Json.quote(Base64.getEncoder().encodeToString(said.reasoning().getBytes(StandardCharsets.UTF_8)));
      parts.add("{\"functionCall\":{\"id\":%s,\"name\":%s,\"args\":%s}%s}".formatted(
          Json.quote(call.id()), Json.quote(call.name()), call.arguments(), signature));
    }
    return parts;
  }

  /// @param last whether nothing follows
  static String chunk(ChatRequest request, List<String> parts, boolean last) {
    int prompt = request.body().text().length() / 4;
    return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[%s]}%s,\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":%d,\"candidatesTokenCount\":20}}"
        .formatted(String.join(",", parts), last ? ",\"finishReason\":\"STOP\"" : "", prompt);
  }
}
