package portside.translate.gemini;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import portside.wire.JsonText;

/// The envelope in which Code Assist takes a request to generate content and sends its answer (gemini-cli, 2026-08-21).
final class CodeAssistEnvelope {
  private CodeAssistEnvelope() {}

  /// `{"model","project","user_prompt_id","request"}`.
  ///
  /// @param project empty to leave it out
  /// @param prompt an id of this request
  /// @param request to generate content
  static byte[] around(byte[] request, String model, String project, String prompt) {
    var head = new JsonText();
    head.raw("{\"model\":").string(model);
    if (!project.isEmpty()) {
      head.raw(",\"project\":").string(project);
    }
    var before = head.raw(",\"user_prompt_id\":").string(prompt).raw(",\"request\":").copy();
    var all = Arrays.copyOf(before, before.length + request.length + 1);
    System.arraycopy(request, 0, all, before.length, request.length);
    all[all.length - 1] = "}".getBytes(StandardCharsets.US_ASCII)[0];
    return all;
  }

  /// What stands in it; anything else as it is.
  static JsonObject opened(JsonObject chunk) {
    return chunk.get("response") instanceof JsonObject response ? response : chunk;
  }
}
