package portside.translate.answer;

/// The `signature` of the thinking blocks we write: `portside1:` and the spelling the thinking arrived in. It comes back with the block in later
/// requests and says under which name the provider wants its thinking returned; a signature of any other form is not ours.
///
/// Spellings: `reasoning_content`, `reasoning`, `reasoning_text`, `reasoning_details`, `content` (a part of type `thinking` inside the content)
/// and `think` (inline tags).
public final class ThinkingSignature {
  /// What our signatures begin with.
  public static final String PREFIX = "portside1:";

  /// The spelling of inline tags.
  public static final String TAG = "think";

  private ThinkingSignature() {}

  /// The signature for thinking that arrived in this field.
  public static String of(String field) {
    return PREFIX + field;
  }
}
