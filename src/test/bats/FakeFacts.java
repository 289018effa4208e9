package portside.console;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;

/// Stands for the class of that name in the supervisor's tests, which knows nothing of providers and dialects: the same line for each env file.
/// `FAKE_FACTS=unknown` in the environment makes it a jar that does not have the class.
class SupervisorFacts {
  public static void main(String[] files) throws IOException {
    if ("unknown".equals(System.getenv("FAKE_FACTS"))) {
      throw new NoClassDefFoundError("portside/console/SupervisorFacts");
    }
    for (var file : files) {
      System.out.println(line(Path.of(file)));
    }
  }

  private static String line(Path file) throws IOException {
    var settings = new HashMap<String, String>();
    try {
      for (var line : Files.readAllLines(file)) {
        var cut = line.split("=", 2);
        if (cut.length == 2) {
          settings.put(cut[0], cut[1]);
        }
      }
    } catch (NoSuchFileException e) {
      return faulty(file + ": there is no such file");
    } catch (IOException e) {
      return faulty(file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    settings.values().removeIf(String::isEmpty);
    var port = settings.getOrDefault("PORT", "8082");
    if (!port.matches("[1-9]\\d{0,4}")) {
      return faulty(file + ": PORT: \"" + port + "\" is not a number", file + ": HOST: faulty too");
    }
    var members = settings.getOrDefault("CHAIN", "");
    for (var member : members.isEmpty() ? new String[0] : members.split(",")) {
      if (!Files.exists(file.resolveSibling(".env-" + member))) {
        return faulty(file + ": CHAIN: there is no file .env-" + member + " for " + member);
      }
    }
    var address = InetAddress.getByName(settings.getOrDefault("HOST", "127.0.0.1"));
    var big = settings.getOrDefault("BIG_MODEL", "");
    return String.join("\u001f", address.isAnyLocalAddress() ? "*" : address.getHostAddress(), port,
        members.isEmpty() ? settings.getOrDefault("OPENAI_BASE_URL", "").replaceFirst(".*://([^/]*).*", "$1") : "chain of " + members.replace(",", ", "), big, settings.getOrDefault("MIDDLE_MODEL", big),
        settings.getOrDefault("SMALL_MODEL", big), "ANTHROPIC_BASE_URL=http://localhost:" + port + " ANTHROPIC_AUTH_TOKEN=dummy CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default", "");
  }

  private static String faulty(String... faults) {
    return "\u001f".repeat(7) + String.join("\n  hint: mend it\n", faults).concat("\n  hint: mend it").replace('\n', '\u001e');
  }
}
