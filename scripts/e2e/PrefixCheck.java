import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whether the `messages` of each request begin with the very bytes of the request before, as prompt caches need it.
///
///     java scripts/e2e/PrefixCheck.java JOURNAL SCENARIO...
///
/// The scenarios named are one conversation.
final class PrefixCheck {

  public static void main(String... args) throws IOException {
    var scenarios = List.of(args).subList(1, args.length);
    var turns = Files.readAllLines(Path.of(args[0])).stream()
        .map(Json::new)
        .filter(line -> line.get("event").string().equals("request") && scenarios.contains(line.get("scenario").string()))
        .map(line -> line.get("body").get("messages").text())
        .toList();
    for (int turn = 1; turn < turns.size(); turn++) {
      var before = turns.get(turn - 1);
      int same = commonLength(before, turns.get(turn));
      if (same < before.length() - 1) {
        System.out.printf("turn %d departs from turn %d at character %d%n%s%n%s%n",
            turn + 1, turn, same, around(before, same), around(turns.get(turn), same));
        return;
      }
    }
    System.out.printf("%d turns, each begins with the one before%n", turns.size());
  }

  private static int commonLength(String a, String b) {
    int at = 0;
    while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    return at;
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 100), Math.min(text.length(), at + 200));
  }
}
