package portside.fuzz;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Words that only a program's insides say. None may reach a client, unless the other side said them first.
final class Leaks {
  private static final Pattern INSIDES =
      Pattern.compile("Exception|Error(?=[:(])|StackOverflow|\\b(java|jakarta|portside|io\\.helidon|org\\.eclipse|sun|jdk)\\.[a-z]|[Pp]arsson|Lambda|\\.java:"
          + "|Invalid token|line no|Unexpected char|too deeply nested|\\n\\s*at [a-z]|cannot be cast|Cannot invoke|\" is null");

  private Leaks() {}

  /// Fails when the text holds such words.
  ///
  /// @param said to a client
  /// @param heard what may be quoted
  static void none(String said, byte[] heard) {
    var found = INSIDES.matcher(said);
    while (found.find()) {
      if (!new String(heard, StandardCharsets.UTF_8).contains(found.group())) {
        fail("the client reads '" + found.group() + "' in: " + Excerpt.of(said));
      }
    }
  }
}
