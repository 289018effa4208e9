package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// A journal of requests that never happened, in the form instances write it: the same in every run but for the days.
final class MadeJournal {
  private static final int DAYS = 20;
  private static final List<String> INSTANCES = List.of("glm", "kimi", "gemini", "deepseek");
  private static final List<String> MODELS = List.of("glm-5.3", "kimi-k3.1", "gemini-3.8-flash", "deepseek-flash");
  private static final List<String> PROJECTS = List.of("shop", "notes", "billing-api", "infrastructure", "portside");

  private final Path ledger;
  private final Random random = new Random(42);
  private int number;

  /// @param ledger the folder of the journal
  MadeJournal(Path ledger) {
    this.ledger = ledger;
  }

  /// Requests of the days before today (UTC).
  void earlier(int requests) throws IOException {
    Files.createDirectories(ledger);
    var today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    for (var back = DAYS; back > 0; back--) {
      day(today.minus(Duration.ofDays(back)), Duration.ofDays(1), requests / DAYS);
    }
  }

  /// Requests of today up to now.
  void today(int requests) throws IOException {
    Files.createDirectories(ledger);
    var now = Instant.now();
    var midnight = now.truncatedTo(ChronoUnit.DAYS);
    day(midnight, Duration.between(midnight, now), requests);
  }

  private void day(Instant from, Duration length, int requests) throws IOException {
    for (var instance = 0; instance < INSTANCES.size(); instance++) {
      var lines = new StringBuilder();
      var count = requests / INSTANCES.size();
      for (var request = 0; request < count; request++) {
        lines.append(line(from.plusMillis(length.toMillis() * request / count), instance)).append('\n');
      }
      Files.writeString(ledger.resolve(INSTANCES.get(instance) + "-" + from.toString().substring(0, 10) + ".jsonl"), lines);
    }
  }

  private String line(Instant at, int instance) {
    number++;
    var name = INSTANCES.get(instance);
    var model = MODELS.get(instance);
    var input = random.nextInt(200, 9_000);
    var read = random.nextInt(12_000, 100_000);
    var output = random.nextInt(40, 1_800);
    var cost = input * 1_400L + read * 260L + output * 4_400L;
    var first = random.nextInt(250, 2_800);
    var whole = first + output * 14;
    return String.format(Locale.ROOT, """
        {"v":1,"end":"req_%08x","at":"%s","instance":"%s","provider":"%3$s","host":"api.example","wire":"chat","asked":"claude-opus-5-5","served":"%s","key":"9f3a1c",\
        "conversation":"3535%04x-8c1d-4b7e-9f00-2b1c5d6e7f80","sub":null,"sub_parent":null,"sub_type":null,"class":"%s","prompt":null,"project":"%s",\
        "client":"claude-cli/2.1.332","client_retry":0,"trace":null,"stream":true,"status":200,"result":"ok","fault":null,"stop":"tool_use","detail":"","prep_ms":1,\
        "first_ms":%13$d,"ms":%8$d,"in":%9$d,"read":%10$d,"write":0,"write_1h":0,"out":%11$d,"think":%14$d,"searches":0,"est":false,"cost":%12$d,"worth":%12$d,"currency":"USD",\
        "cost_source":"list","price":"%3$s/%4$s@2026-11-20","tries":[{"n":1,"provider":"%3$s","served":"%4$s","key":1,"why":"first","outcome":"answered",\
        "fault":null,"at_ms":1,"ms":%8$d}]}""",
        number, at.truncatedTo(ChronoUnit.MILLIS), name, model, number / 32, number % 4 == 1 ? "subagent" : "main", PROJECTS.get(number / 8 % PROJECTS.size()),
        whole, input, read, output, cost, first, output / 3);
  }
}
