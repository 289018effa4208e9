package portside.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A way to say an order without naming a tool, from its verb to its end.
///
/// @param pattern whose groups are the roles of what is said: `path`, `pattern`, `command` …
/// @param tools that serve it, the best first
/// @param shell the same order for a shell, with `{role}` for what was said and `{role:otherwise}`; null when no shell can
record Phrase(Pattern pattern, List<String> tools, @Nullable String shell) {
  private static final List<String> SHELLS = List.of("Bash", "shell", "run_command", "execute_command", "terminal");
  private static final Pattern HOLE = Pattern.compile("\\{(\\w+)(?::([^}]*))?}");

  private static final List<Phrase> ALL = List.of(
      of("search\\s+the\\s+web\\s+for\\s+(?<query>.+?)", null, "WebSearch", "web_search"),
      of("(?:fetch|open|read|show)\\s+(?:me\\s+)?(?<url>https?://\\S+?)", null, "WebFetch", "web_fetch", "fetch"),
      of("(?:list|show|find|glob)\\s+(?:me\\s+)?(?:all\\s+)?(?:the\\s+)?files?(?:\\s+(?:matching|like|named)\\s+(?<pattern>\\S+?))?"
          + "(?:\\s+(?:in|of|under)\\s+(?:the\\s+)?(?<path>\\S+?))?(?:\\s+here)?", "ls {path:.}", "Glob", "LS", "list_directory", "list_files"),
      of("(?:read|open|show|cat|view|look\\s+at)\\s+(?:me\\s+)?(?:the\\s+)?(?:file\\s+|image\\s+|picture\\s+|document\\s+)?"
              + "(?<path>\\S*[./~\\ue000-\\uf8ff]\\S*?)",
          "cat '{path}'", "Read", "read_file", "view", "open_file"),
      of("write\\s+(?<content>.+?)\\s+(?:to|into)\\s+(?:the\\s+file\\s+)?(?<path>\\S+?)", null, "Write", "write_file", "create_file"),
      of("(?:create|save)\\s+(?:the\\s+|a\\s+)?(?:file\\s+)?(?<path>\\S+)\\s+(?:with|containing)\\s+(?:the\\s+)?"
              + "(?:content\\s+|text\\s+)?(?<content>.+?)",
          null, "Write", "write_file", "create_file"),
      of("replace\\s+(?<old>.+?)\\s+(?:with|by)\\s+(?<new>.+?)\\s+in\\s+(?<path>\\S+?)", null, "Edit", "edit_file", "str_replace"),
      of("(?:search|grep|look|find)\\s+(?:for\\s+)?(?<pattern>.+?)(?:\\s+in\\s+(?:the\\s+)?(?<path>\\S+?))?",
          "grep -rn -- '{pattern}' {path:.}", "Grep", "search_files"),
      of("load\\s+(?:the\\s+)?(?<query>[\\w.-]+?)(?:\\s+tool)?", null, "ToolSearch"),
      of("(?:runs?|execute)\\s+(?:the\\s+command\\s+)?(?<command>.+?)", "{command}"));

  private static Phrase of(String words, @Nullable String shell, String... tools) {
    return new Phrase(Pattern.compile("(?is)^" + words + "[.!?]*$"), List.of(tools), shell);
  }

  /// What the words of an order say.
  ///
  /// @param tools that serve it, the best first
  /// @param roles what was said
  record Said(List<String> tools, Map<String, String> roles) {}

  /// How the first phrase that fits understands an order; its quotes are put aside.
  static Optional<Said> said(String order, Quotes quotes) {
    return ALL.stream().flatMap(phrase -> phrase.in(order, quotes).stream()).findFirst();
  }

  private Optional<Said> in(String order, Quotes quotes) {
    var found = pattern.matcher(order);
    if (!found.matches()) {
      return Optional.empty();
    }
    var roles = roles(found, quotes);
    if (shell == null) {
      return Optional.of(new Said(tools, roles));
    }
    roles.put("command", HOLE.matcher(shell).replaceAll(hole ->
        Matcher.quoteReplacement(roles.getOrDefault(hole.group(1), hole.group(2) == null ? "" : hole.group(2)))));
    roles.putIfAbsent("pattern", "*");
    return Optional.of(new Said(Stream.concat(tools.stream(), SHELLS.stream()).toList(), roles));
  }

  private static Map<String, String> roles(Matcher found, Quotes quotes) {
    var roles = new LinkedHashMap<String, String>();
    for (var role : found.namedGroups().keySet()) {
      if (found.group(role) != null) {
        roles.put(role, quotes.meant(found.group(role)));
      }
    }
    return roles;
  }

  /// The role a tool's parameter of that name has in an order; the name itself when it has none.
  static String role(String parameter) {
    return switch (parameter.toLowerCase(Locale.ROOT)) {
      case "command", "cmd", "script" -> "command";
      case "file_path", "filepath", "path", "filename", "file", "notebook_path", "directory", "target_file" -> "path";
      case "pattern", "regex", "glob" -> "pattern";
      case "query", "q" -> "query";
      case "url", "uri" -> "url";
      case "content", "contents", "text" -> "content";
      case "old_string", "old_str" -> "old";
      case "new_string", "new_str" -> "new";
      case "prompt", "instructions" -> "prompt";
      default -> parameter;
    };
  }
}
