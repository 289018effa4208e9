package portside.wire.anthropic;

/// Where in a document something stands, as Anthropic's errors name it: `messages.3.content.0`. Spelled out only when an error needs it.
///
/// @param parent null at the top
/// @param step a member name or an index
record FieldPath(FieldPath parent, Object step) {
  static FieldPath of(String member) {
    return new FieldPath(null, member);
  }

  FieldPath at(Object step) {
    return new FieldPath(this, step);
  }

  @Override
  public String toString() {
    return parent == null ? step.toString() : parent + "." + step;
  }
}
