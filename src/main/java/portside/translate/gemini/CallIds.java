package portside.translate.gemini;

import java.util.regex.Pattern;

/// Ids of calls to which the model gave none. They bear a mark, by which they are known when the client brings them back: the model does not know them.
final class CallIds {
  private static final String MARK = "_g";
  private static final Pattern MADE = Pattern.compile("toolu_[A-Za-z0-9_-]*" + MARK + "\\d+(?:_\\d+)?");

  private CallIds() {}

  /// @param messageId `msg_…`
  /// @param number of the call in its message, from 0
  static String made(String messageId, int number) {
    return "toolu_" + messageId.replaceFirst("^msg_", "") + MARK + number;
  }

  static boolean isMade(String id) {
    return MADE.matcher(id).matches();
  }
}
