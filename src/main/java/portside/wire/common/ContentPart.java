package portside.wire.common;

/// A piece of a user message.
public sealed interface ContentPart {
  /// @param text never empty
  record Text(String text) implements ContentPart {}

  /// @param url a link or a `data:` URL
  record Image(String url) implements ContentPart {}

  /// @param filename shown to the model
  /// @param data a `data:` URL
  record File(String filename, String data) implements ContentPart {}
}
