package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A session as Claude Code has them: a long system prompt, tools with schemas, and turns of tool calls and results. The same for every run.
///
/// @param system the system prompt
/// @param tools offered to the model
/// @param prompt what the person asked
/// @param turns of the model so far
record Conversation(String system, List<Tool> tools, String prompt, List<Turn> turns) {
  private static final int WITH_TOOLS = 20_000;
  private static final int RESULT = 3_000;
  /// What a turn takes in a request, escapes and names included.
  private static final int TURN = RESULT + 760;
  private static final String[] WORDS =
      """
      the file returns value "quoted" test line when error static record public final int stream each request answer client // TODO
      provider → token String.format("%s\\n") path/to/Source.java { } if (found) import while größe must not change cache index
      """
          .strip()
          .split("\\s+");
  private static final String[] NAMES = {
    "Bash", "Read", "Edit", "Write", "Glob", "Grep", "Task", "TodoWrite", "WebFetch", "WebSearch", "NotebookEdit", "KillShell",
    "BashOutput", "ExitPlanMode", "SlashCommand", "Skill"
  };

  /// @param schema JSON
  record Tool(String name, String description, String schema) {}

  /// @param arguments JSON
  record Turn(String says, String callId, String tool, String arguments, String result) {}

  /// One whose request has about `bytes` bytes, in either language.
  static Conversation ofSize(int bytes) {
    var random = new Random(42);
    if (bytes < WITH_TOOLS) {
      return new Conversation(text(random, bytes / 3), List.of(), text(random, bytes / 3), List.of());
    }
    var tools = new ArrayList<Tool>();
    for (var name : NAMES) {
      tools.add(new Tool(name, text(random, 500), schema(random)));
    }
    var turns = new ArrayList<Turn>();
    var system = text(random, 5_000);
    var left = bytes - system.length() - tools.stream().mapToInt(tool -> tool.description.length() + tool.schema.length()).sum();
    for (; left > TURN / 2; left -= TURN) {
      var arguments = "{\"file_path\":" + Json.string("/home/me/project/src/File" + turns.size() + ".java") + ",\"limit\":200}";
      turns.add(new Turn(text(random, 120), "toolu_bench%019d".formatted(turns.size()), "Read", arguments, source(random)));
    }
    return new Conversation(system, List.copyOf(tools), text(random, 300), List.copyOf(turns));
  }

  private static String schema(Random random) {
    return """
    {"type":"object","properties":{"file_path":{"type":"string","description":%s},"limit":{"type":"integer","minimum":1},\
    "mode":{"type":"string","enum":["content","files","count"]},"edits":{"type":"array","items":{"type":"object",\
    "properties":{"old":{"type":"string"},"new":{"type":"string"}},"required":["old","new"]}}},\
    "required":["file_path"],"additionalProperties":false}"""
        .formatted(Json.string(text(random, 120)));
  }

  /// A tool result: numbered lines, as Claude Code reads files.
  private static String source(Random random) {
    var lines = new StringBuilder();
    for (var number = 1; lines.length() < RESULT; number++) {
      lines.append("%6d→  ".formatted(number)).append(text(random, 50)).append('\n');
    }
    return lines.toString();
  }

  private static String text(Random random, int length) {
    var text = new StringBuilder();
    while (text.length() < length) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    return text.toString().strip();
  }
}
