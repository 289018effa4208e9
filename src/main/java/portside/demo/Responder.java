package portside.demo;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.wire.Json;

/// What the demo says to a prompt. It understands nothing: it follows orders it finds ([Instructions]), fills schemas ([SchemaSample]), and quotes.
final class Responder {
  /// Two tools of the client's own: one finds tools, the other takes the final answer. Neither is a step of an order.
  private static final String FINDER = "ToolSearch";
  private static final String FINAL_ANSWER = "StructuredOutput";
  private static final List<String> CLIENTS_OWN = List.of(FINDER, FINAL_ANSWER);

  private static final int QUOTE = 600;
  private static final int MOST_WORDS = 20_000;
  private static final Pattern SO_MANY_WORDS = Pattern.compile("(?i)\\b(\\d{1,5}) words\\b");
  private static final Pattern SUMMARY_WANTED =
      Pattern.compile("(?i)detailed summary of (?:the|our|this) conversation|summari[sz]e (?:the|our|this) conversation");
  private static final Pattern TAG = Pattern.compile("</?[\\w-]+>");
  private static final String FILLER = "The harbour wakes before the town does, and one lamp after another goes out along the quay.";

  private final Prompt prompt;
  private final String order;
  private final Instructions instructions;

  /// @param order of the prompt, without what it tells the demo about itself
  private Responder(Prompt prompt, String order) {
    this.prompt = prompt;
    this.order = order;
    this.instructions = new Instructions(prompt.tools(), prompt.workingFolder());
  }

  static DemoReply reply(Prompt prompt, String order) {
    var responder = new Responder(prompt, order);
    var reply = responder.reply();
    return prompt.reasons() || order.matches("(?is).*\\b(?:think|reason)\\w*\\b.*") ? reply.withReasoning(responder.reasoning(reply)) : reply;
  }

  private DemoReply reply() {
    if (prompt.outputSchema() != null) {
      return DemoReply.text(Json.text(new SchemaSample(prompt.outputSchema(), true, title(), (name, schema) -> null).object()));
    }
    if (SUMMARY_WANTED.matcher(order).find()) {
      return DemoReply.text(summary());
    }
    if (!prompt.tools().isEmpty() && !prompt.toolChoice().equals("none")) {
      var calls = calls();
      if (!calls.isEmpty()) {
        return new DemoReply("", announcement(calls), calls);
      }
    }
    return DemoReply.text(prompt.results().isEmpty() ? words() : returned());
  }

  /// What to call now: the next step of the order, else what the request insists on, else the client's tool for a final answer.
  private List<DemoReply.ToolCall> calls() {
    var rounds = prompt.rounds();
    var done = rounds.stream().filter(round -> !CLIENTS_OWN.containsAll(round)).count();
    var next = instructions.steps(order).stream().skip(done).findFirst().orElse(List.of());
    var searchedInVain = !rounds.isEmpty() && rounds.getLast().contains(FINDER) && next.stream().allMatch(call -> call.name().equals(FINDER));
    if (!next.isEmpty() && !searchedInVain) {
      return next;
    }
    if (prompt.tools().containsKey(prompt.toolChoice())) {
      return List.of(instructions.of(prompt.toolChoice(), order));
    }
    if (prompt.toolChoice().equals("required")) {
      return List.of(instructions.of(prompt.tools().keySet().iterator().next(), order));
    }
    var finalAnswerDue = prompt.tools().containsKey(FINAL_ANSWER) && rounds.stream().noneMatch(round -> round.contains(FINAL_ANSWER));
    return finalAnswerDue ? List.of(finalAnswer()) : List.of();
  }

  private DemoReply.ToolCall finalAnswer() {
    var said = prompt.results().isEmpty() ? order : prompt.results().getLast().getValue();
    var schema = prompt.tools().getOrDefault(FINAL_ANSWER, JsonValue.EMPTY_JSON_OBJECT);
    return new DemoReply.ToolCall(FINAL_ANSWER, new SchemaSample(schema, true, shortened(said, 200), (_, _) -> null).object());
  }

  private static String announcement(List<DemoReply.ToolCall> calls) {
    return "I will use " + calls.stream().map(DemoReply.ToolCall::name).collect(Collectors.joining(" and ")) + ".";
  }

  private String returned() {
    return prompt.results().stream()
        .map(result -> "The tool " + result.getKey() + " returned: " + shortened(result.getValue(), QUOTE))
        .collect(Collectors.joining("\n\n"));
  }

  private String words() {
    var asked = SO_MANY_WORDS.matcher(order);
    if (asked.find()) {
      var filler = List.of(FILLER.split(" "));
      return Stream.iterate(0, i -> i + 1)
          .limit(Math.min(MOST_WORDS, Integer.parseInt(asked.group(1))))
          .map(i -> filler.get(i % filler.size()))
          .collect(Collectors.joining(" "));
    }
    return Instructions.words(order).orElseGet(this::introduction);
  }

  private String introduction() {
    var quoted = order.isBlank() ? "" : " You wrote: “" + shortened(order, QUOTE) + "”";
    return """
        This is the demo provider of Portside: there is no model behind it.%s

        I follow plain orders with the tools you offer, for example: run `echo hello` with bash; read README.md; list files; \
        use the NAME tool on "text". \
        I can write 200 words. And I can fail when told: demo: fail 429, demo: stall, demo: cut, demo: slow.""".formatted(quoted);
  }

  /// The form Claude Code asks for when it compacts a conversation.
  private String summary() {
    var asked = prompt.messages().stream().limit(prompt.turnStart()).filter(message -> message.is("user") && !message.text().isBlank())
        .map(message -> "- " + shortened(message.text().strip(), 200)).toList();
    return "<analysis>\nThe demo provider lists what was asked; it understood none of it.\n</analysis>\n<summary>\nThe person asked, in order:\n"
        + String.join("\n", asked.isEmpty() ? List.of("- nothing yet") : asked) + "\n</summary>";
  }

  private String reasoning(DemoReply reply) {
    var plan = !reply.calls().isEmpty() ? "I will call " + reply.calls().getFirst().name() + " with what was said."
        : prompt.results().isEmpty() ? "Nothing is to be called, so I will answer." : "The results are here, so I will tell them.";
    return "The person wrote: “" + shortened(order, 120) + "” " + plan;
  }

  /// A few words for a schema's strings, such as the title of a session.
  private String title() {
    var words = TAG.matcher(order).replaceAll(" ").strip().split("\\s+");
    var title = Stream.of(words).limit(6).collect(Collectors.joining(" "));
    return title.isEmpty() ? "Demo" : title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  private static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, length) - 1)) + "…";
  }
}
