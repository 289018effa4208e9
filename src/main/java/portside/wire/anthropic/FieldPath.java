package portside.wire.anthropic;

import org.jspecify.annotations.Nullable;

/// Where in a document something stands, as Anthropic's errors name it: `messages.3.content.0`. Spelled out only when an error needs it.
///
/// @param parent null for the document itself
/// @param step a member name or an index
record FieldPath(@Nullable FieldPath parent, Object step) {
  /// The document itself.
  static final FieldPath TOP = new FieldPath(null, "");

  FieldPath at(Object step) {
    return new FieldPath(this, step);
  }

  @Override
  public String toString() {
    return parent == null || parent.parent == null ? step.toString() : parent + "." + step;
  }
}
