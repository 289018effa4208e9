package portside.translate.fault;

import java.util.regex.Pattern;
import portside.wire.common.ProviderError;

/// Words by which a provider asks to wait, whatever its status: they speak of tokens in a minute, not of the prompt's, and of no member of the
/// request. Bedrock throttles with "Too many tokens, please wait before trying again." and 400 or 503.
final class ThrottleWords {
  private static final Pattern ASKS =
      Pattern.compile("(?i)throttl|too many requests|rate[\\s_-]?limit(?:s|ed)? (?:was |has been )?(?:reached|exceeded|hit)"
          + "|(?:exceed\\w{0,3}|reached|hit) (?:the |your |our )?rate[\\s_-]?limit|wait (?:before|a (?:moment|few|while))"
          + "|(?:try|retry)(?: again)? (?:in|after) \\d|slow down|back off");

  private static final Pattern SPEAKS =
      Pattern.compile(ASKS.pattern() + "|rate[\\s_-]?limit|per[\\s_-]?(?:second|minute|hour|day)\\b|\\b[tr]p[md]\\b|quota|concurren(?:t|cy)|throughput|serviceunavailable"
          + "|(?:try(?: again)?|retry) later");

  private ThrottleWords() {}

  /// Whether the error asks to wait.
  static boolean asks(ProviderError error) {
    return ASKS.matcher(words(error)).find();
  }

  /// Whether the words speak of how much goes through in a time, so that they are neither of the prompt's length nor of a member of the request.
  static boolean in(CharSequence words) {
    return SPEAKS.matcher(words).find();
  }

  /// The same for all words of an error.
  static boolean in(ProviderError error) {
    return in(words(error));
  }

  private static String words(ProviderError error) {
    return error.message() + "\n" + error.code() + "\n" + error.type();
  }
}
