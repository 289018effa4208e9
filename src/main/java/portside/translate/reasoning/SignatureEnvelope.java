package portside.translate.reasoning;

import java.util.Optional;
import java.util.regex.Pattern;

/// The `signature` of the thinking blocks we write: what must be known about reasoning when the client brings it back, so that nothing need be
/// remembered here. To the client it is opaque; it returns it byte for byte (seen with Claude Code 2.1.329).
///
/// `portside2:<part>:<field>:<maker>` and, where there is something sealed, `:` and that. A signature of any other form is not ours, and neither
/// is the reasoning.
///
/// @param part the how manieth thinking block of its answer, from 0
/// @param field the spelling the thinking arrived in: `reasoning_content`, `reasoning`, `reasoning_text`, `reasoning_details`, `content` (a part
///     of type `thinking` inside the content), [#INLINE], [ReasoningPayload#FIELD], [MakersThinking#FIELD], [GoogleSignatures#FIELD]; empty for a block that holds no thinking
/// @param mark of its [ModelIdentity]
/// @param opaque what its maker wants back with it
public record SignatureEnvelope(int part, String field, String mark, OpaqueReasoning opaque) {
  /// The spelling of inline tags.
  public static final String INLINE = "think";

  private static final String PREFIX = "portside2:";

  private static final Pattern FORM = Pattern.compile("portside2:(\\d{1,4}):([a-z_]{0,32}):([A-Za-z0-9_-]{16})");

  /// Whether the signature is of our making.
  public static boolean isOurs(String signature) {
    return signature.startsWith(PREFIX);
  }

  /// Reads a signature; empty when it is not ours or was damaged.
  static Optional<SignatureEnvelope> read(String signature) {
    var head = isOurs(signature) ? FORM.matcher(signature) : null;
    if (head == null || !head.lookingAt()) {
      return Optional.empty();
    }
    var opaque = Optional.of(OpaqueReasoning.NOTHING);
    if (head.end() < signature.length()) {
      opaque = signature.charAt(head.end()) == ':' ? OpaqueReasoning.unpacked(signature.substring(head.end() + 1)) : Optional.empty();
    }
    return opaque.map(content -> new SignatureEnvelope(Integer.parseInt(head.group(1)), head.group(2), head.group(3), content));
  }

  /// The signature.
  String written() {
    var head = PREFIX + part + ':' + field + ':' + mark;
    return opaque.isEmpty() ? head : head + ':' + opaque.packed();
  }

  /// Whether this may go back to this model. What is sealed for one model spoils the words that stand with it for another.
  boolean mayReturnTo(ModelIdentity model) {
    return opaque.isEmpty() ? model.isKin(mark) : model.isSame(mark);
  }
}
