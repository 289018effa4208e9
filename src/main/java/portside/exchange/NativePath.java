package portside.exchange;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// The part of a path below `/api/<language>` and its query, as they can be put behind a base URL without leading out of it. Refused is what one
/// server takes for a plain name and another for a way elsewhere: `.` and `..`, empty segments, `;`, backslashes, control characters, and any of `. / \ % ;`
/// behind a percent sign.
final class NativePath {
  private static final String HIDDEN = "(?![01][0-9A-Fa-f]|2[EeFf5]|3[Bb]|5[Cc]|7[Ff])";
  private static final String NAME = "(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%" + HIDDEN + "[0-9A-Fa-f]{2})+";
  private static final Pattern PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))" + NAME + ")+");
  private static final Pattern QUERY = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,=:@/?;-]|%[0-9A-Fa-f]{2})*");

  private static final Pattern MODEL = Pattern.compile("/models/([^/:?]+)");

  private NativePath() {}

  /// The model that Gemini's API is asked for, which stands in the path; empty for none.
  ///
  /// @param path as [#below] gives it
  static String model(String path) {
    var named = MODEL.matcher(path);
    return named.find() ? URLDecoder.decode(named.group(1), StandardCharsets.UTF_8) : "";
  }

  /// What stands behind the base URL; empty when it cannot.
  ///
  /// @param prefix such as `/api/anthropic`
  /// @param path as the client wrote it
  /// @param query as the client wrote it, without the question mark
  static Optional<String> below(String prefix, String path, String query) {
    var fits = path.startsWith(prefix + "/") && PATH.matcher(path.substring(prefix.length())).matches() && QUERY.matcher(query).matches();
    return fits ? Optional.of(path.substring(prefix.length()) + (query.isEmpty() ? "" : "?" + query)) : Optional.empty();
  }
}
