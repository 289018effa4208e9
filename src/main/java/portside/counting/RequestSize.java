package portside.counting;

/// How large a request is by our own quick count, in the parts that providers weigh differently.
///
/// @param text tokens of the system prompt and the messages
/// @param tools tokens of the tools on offer; providers write them out in their own ways
/// @param offersTools whether there are any; many providers then add instructions of their own (Claude some 300 to 500 tokens)
/// @param media tokens of pictures and PDFs
/// @param thinking tokens of the thinking of earlier turns, which some providers are sent again and others not
public record RequestSize(long text, long tools, boolean offersTools, long media, long thinking) {
  /// What the request comes to as long as nothing is known of the provider: never 0, and without thinking, as in Anthropic's API.
  public long tokens() {
    return text + tools + media;
  }
}
