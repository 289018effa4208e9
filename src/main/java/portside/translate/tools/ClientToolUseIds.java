package portside.translate.tools;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives each call of a message an id the client takes: letters, digits, `_` and `-`, no two alike. A provider's id passes unchanged where it
/// can; others are made from it and the message id, so that the same answer always gets the same ids.
public final class ClientToolUseIds {
  private static final int SHORTEST = 6;
  private static final int LONGEST = 64;

  private final String message;
  private final Set<String> given = new HashSet<>();

  /// @param messageId `msg_…`, different for every message
  public ClientToolUseIds(String messageId) {
    message = legal(messageId.startsWith("msg_") ? messageId.substring(4) : messageId);
  }

  /// The id of the next call.
  ///
  /// @param id of the provider; null when it gave none
  public String next(@Nullable String id) {
    var base = id == null ? "toolu_" + message + "_" + given.size() : usable(id);
    var unique = base;
    for (int n = 2; !given.add(unique); n++) {
      unique = base + "_" + n;
    }
    return unique;
  }

  /// The id in a form that is not seen again. Ids such as `0` or `functions.Bash:0` come again in later answers, so they are told apart by the
  /// message.
  private String usable(String id) {
    var legal = legal(id);
    if (legal.equals(id) && id.length() >= SHORTEST && id.length() <= LONGEST) {
      return id;
    }
    var shortened = legal.substring(0, Math.min(legal.length(), 40));
    return shortened + "_" + Integer.toHexString((message + '/' + id).hashCode());
  }

  private static String legal(String text) {
    var legal = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      legal.append(NameDigest.allowed(c) ? c : '_');
    }
    return legal.toString();
  }
}
