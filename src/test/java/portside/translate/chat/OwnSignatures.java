package portside.translate.chat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import portside.provider.dialect.Dialect;
import portside.translate.reasoning.MakersThinking;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.reasoning.ReasoningPayload;
import portside.translate.reasoning.SignatureWriter;
import portside.wire.Json;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.InputMessage;

/// Signs the thinking blocks of a golden request, so that nobody has to read signatures. In place of one stands `s1`, `s2` …, for thinking that the
/// model that is asked sent as `reasoning_content`; or a JSON object with what the signature carries: `field`, `details`, `calls`, `text`; on the
/// Responses wire `item` and `phase`.
public record OwnSignatures(ModelIdentity model, Dialect dialect) {
  /// The request with real signatures.
  public MessagesRequest on(MessagesRequest request) {
    return request.withMessages(request.messages().stream().map(this::on).toList());
  }

  private InputMessage on(InputMessage message) {
    return new InputMessage(message.role(), message.content().stream().map(this::on).toList());
  }

  private ContentBlock on(ContentBlock block) {
    return block instanceof ContentBlock.Thinking(var words, var signature) ? new ContentBlock.Thinking(words, signature(signature)) : block;
  }

  private String signature(String written) {
    var signatures = new SignatureWriter(model, dialect);
    if (written.matches("s\\d+")) {
      return signatures.next("reasoning_content");
    }
    if (!written.startsWith("{")) {
      return written;
    }
    try {
      var carried = Json.object(written);
      if (carried.getString("field", "").equals(ReasoningPayload.FIELD)) {
        return signatures.item(carried.getJsonObject("item"), carried.getString("phase", null));
      }
      if (carried.getString("field", "").equals(MakersThinking.FIELD)) {
        return signatures.makers(new MakersThinking(carried.getString("text", ""), carried.getJsonObject("redacted")));
      }
      signatures.details(carried.get("details") instanceof JsonArray details ? details.getValuesAs(JsonObject.class) : List.of());
      if (carried.get("calls") instanceof JsonObject calls) {
        calls.forEach((id, signature) -> signatures.call(id, ((JsonString) signature).getString()));
      }
      if (carried.containsKey("text")) {
        signatures.text(carried.getString("text"));
      }
      return signatures.next(carried.getString("field", ""));
    } catch (Json.Malformed malformed) {
      throw new AssertionError(written, malformed);
    }
  }
}
