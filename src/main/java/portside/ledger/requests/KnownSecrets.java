package portside.ledger.requests;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Secrets that are known to be some, and takes them out of texts however these write them: as they are, with the escapes of JSON (also of JSON inside
/// JSON), or with the percent signs of a URL.
final class KnownSecrets {
  /// Anything shorter is a word such as `any` or `dummy`, and would be taken out of ordinary sentences.
  private static final int SHORTEST = 8;

  /// The most characters that one of a secret takes: six of JSON, and the backslashes of JSON three times inside JSON.
  private static final int WIDEST = 16;

  private static final int HEX = 16;

  /// By their first character.
  private final Map<Character, List<String>> byFirst = new HashMap<>();
  private int longest;

  /// @param secrets keys, and values of headers that hold one behind a word, as `Bearer key`
  KnownSecrets(Collection<String> secrets) {
    Set<String> all = new HashSet<>();
    for (var secret : secrets) {
      Stream.of(secret, secret.substring(secret.lastIndexOf(' ') + 1)).map(String::strip).map(KnownSecrets::plain)
          .filter(plain -> plain.length() >= SHORTEST).forEach(all::add);
    }
    for (var secret : all) {
      byFirst.computeIfAbsent(secret.charAt(0), _ -> new ArrayList<>()).add(secret);
      longest = Math.max(longest, secret.length());
    }
    byFirst.values().forEach(list -> list.sort((one, other) -> other.length() - one.length()));
  }

  /// How many characters a text may hold that are the beginning of a secret and not yet one.
  int longestWritten() {
    return longest * WIDEST;
  }

  /// Where a secret stands in a text, from its first character to behind its last.
  record Place(int from, int to) {}

  /// The places of all.
  List<Place> places(String text) {
    if (byFirst.isEmpty()) {
      return List.of();
    }
    var places = new ArrayList<Place>();
    for (var at = 0; at < text.length(); ) {
      var end = end(text, at);
      if (end >= 0) {
        places.add(new Place(at, end));
      }
      at = end < 0 ? at + 1 : end;
    }
    return places;
  }

  /// The text without them.
  String hide(String text) {
    var places = places(text);
    if (places.isEmpty()) {
      return text;
    }
    var hidden = new StringBuilder(text.length());
    var copied = 0;
    for (var place : places) {
      hidden.append(text, copied, place.from).append(ShownHeaders.HIDDEN);
      copied = place.to;
    }
    return hidden.append(text, copied, text.length()).toString();
  }

  /// Where the secret ends that begins there; -1 when none does.
  private int end(String text, int at) {
    var first = text.charAt(at);
    if (first != '\\' && first != '%' && !byFirst.containsKey(first)) {
      return -1;
    }
    for (var secret : byFirst.getOrDefault(letter(text, at), List.of())) {
      var next = at;
      var same = 0;
      while (same < secret.length() && next < text.length() && letter(text, next) == secret.charAt(same)) {
        next = after(text, next);
        same++;
      }
      if (same == secret.length()) {
        return next;
      }
    }
    return -1;
  }

  /// A secret with what would be an escape in it read as one, since texts are read so.
  private static String plain(String secret) {
    var plain = new StringBuilder();
    for (var at = 0; at < secret.length(); at = after(secret, at)) {
      plain.append(letter(secret, at));
    }
    return plain.toString();
  }

  private static int behindBackslashes(String text, int at) {
    var next = at;
    while (next < text.length() - 1 && text.charAt(next) == '\\') {
      next++;
    }
    return next;
  }

  /// The character that is written there.
  private static char letter(String text, int at) {
    var next = behindBackslashes(text, at);
    var escaped = code(text, next, next > at ? 'u' : '%', next > at ? 4 : 2);
    return escaped < 0 ? text.charAt(next) : (char) escaped;
  }

  /// Where the next one is written.
  private static int after(String text, int at) {
    var next = behindBackslashes(text, at);
    var digits = next > at ? 4 : 2;
    return next + 1 + (code(text, next, next > at ? 'u' : '%', digits) < 0 ? 0 : digits);
  }

  /// The number behind a mark; -1 for none.
  private static int code(String text, int at, char mark, int digits) {
    if (text.charAt(at) != mark || at + digits >= text.length()) {
      return -1;
    }
    var code = 0;
    for (var place = at + 1; place <= at + digits; place++) {
      var digit = Character.digit(text.charAt(place), HEX);
      if (digit < 0) {
        return -1;
      }
      code = code * HEX + digit;
    }
    return code;
  }
}
