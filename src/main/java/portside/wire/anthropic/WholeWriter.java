package portside.wire.anthropic;

import java.util.function.Consumer;

/// Puts the events of one answer together to the document that a client gets in place of a stream, in the client's language.
public interface WholeWriter extends Consumer<StreamEvent> {
  /// The answer as UTF-8 JSON, once its last event was taken.
  byte[] bytes();
}
