package portside.translate.client;

import jakarta.json.JsonValue;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Original;

/// Reads of a request to `POST /v1/responses` which model is asked, and whether a stream is wanted: all that is needed to let it pass.
public final class ResponsesReader {
  private ResponsesReader() {}

  /// Reads a request; throws [Refusal] when it is not JSON or names no model.
  public static MessagesRequest read(byte[] body) {
    var fields = ChatCompletionsReader.document(body);
    var model = ChatCompletionsReader.model(fields);
    return ChatCompletionsReader.unread(model, fields.object().get("stream") == JsonValue.TRUE, new Original.Responses(body, ChatCompletionsReader.provider(fields)));
  }
}
