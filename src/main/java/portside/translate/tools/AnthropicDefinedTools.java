package portside.translate.tools;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import portside.wire.Json;

/// The tools that Anthropic defines and the *client* runs. They come without a schema, because Claude knows them; other models get the one
/// Anthropic documents ("Bash tool", "Text editor tool", "Memory tool"). Tools that Anthropic's servers run are not here: nobody would
/// run them.
public final class AnthropicDefinedTools {
  /// @param type the beginning of the versioned type
  /// @param description for the model
  /// @param parameters JSON Schema of the arguments
  public record Row(String type, String description, JsonObject parameters) {}

  /// The first row whose type fits counts.
  private static final List<Row> TABLE =
      List.of(
          row("bash_", "Runs a command in a bash shell that keeps its state between calls.",
              """
              {"type":"object","properties":{
              "command":{"type":"string","description":"The command to run; required unless the shell is restarted"},
              "restart":{"type":"boolean","description":"True to restart the shell"}}}
              """),
          row("text_editor_20241022", "Views, creates and edits text files, and can undo the last edit of a file.", oldEditor()),
          row("text_editor_20250124", "Views, creates and edits text files, and can undo the last edit of a file.", oldEditor()),
          row("text_editor_", "Views, creates and edits text files.",
              """
              {"type":"object","properties":{
              "command":{"type":"string","enum":["view","create","str_replace","insert"],"description":"What to do"},
              "path":{"type":"string","description":"Path of the file or directory"},
              "view_range":{"type":"array","items":{"type":"integer"},"description":"For view: first and last line, from 1; -1 is the end"},
              "file_text":{"type":"string","description":"For create: the content of the file"},
              "old_str":{"type":"string","description":"For str_replace: the text to replace; must occur exactly once"},
              "new_str":{"type":"string","description":"For str_replace: the text to put in its place"},
              "insert_line":{"type":"integer","description":"For insert: the line to insert after; 0 is the start of the file"},
              "insert_text":{"type":"string","description":"For insert: the text to insert"}},
              "required":["command","path"]}
              """),
          row("memory_", "Keeps notes in files under /memories that outlast this conversation.",
              """
              {"type":"object","properties":{
              "command":{"type":"string","enum":["view","create","str_replace","insert","delete","rename"],"description":"What to do"},
              "path":{"type":"string","description":"Path of the file or directory; for all commands but rename"},
              "view_range":{"type":"array","items":{"type":"integer"},"description":"For view: first and last line, from 1; -1 is the end"},
              "file_text":{"type":"string","description":"For create: the content of the file"},
              "old_str":{"type":"string","description":"For str_replace: the text to replace; must occur exactly once"},
              "new_str":{"type":"string","description":"For str_replace: the text to put in its place"},
              "insert_line":{"type":"integer","description":"For insert: the line to insert after; 0 is the start of the file"},
              "insert_text":{"type":"string","description":"For insert: the text to insert"},
              "old_path":{"type":"string","description":"For rename: the path now"},
              "new_path":{"type":"string","description":"For rename: the path afterwards"}},
              "required":["command"]}
              """));

  private AnthropicDefinedTools() {}

  /// What a model is told of a tool of this type; empty when no client runs it.
  public static Optional<Row> row(String type) {
    return TABLE.stream().filter(row -> type.startsWith(row.type())).findFirst();
  }

  private static String oldEditor() {
    return """
        {"type":"object","properties":{
        "command":{"type":"string","enum":["view","create","str_replace","insert","undo_edit"],"description":"What to do"},
        "path":{"type":"string","description":"Absolute path of the file or directory"},
        "view_range":{"type":"array","items":{"type":"integer"},"description":"For view: first and last line, from 1; -1 is the end"},
        "file_text":{"type":"string","description":"For create: the content of the file"},
        "old_str":{"type":"string","description":"For str_replace: the text to replace; must occur exactly once"},
        "new_str":{"type":"string","description":"For str_replace and insert: the new text"},
        "insert_line":{"type":"integer","description":"For insert: the line to insert after; 0 is the start of the file"}},
        "required":["command","path"]}
        """;
  }

  private static Row row(String type, String description, String parameters) {
    try {
      return new Row(type, description, Json.object(parameters));
    } catch (Json.Malformed e) {
      throw new IllegalStateException(type, e);
    }
  }
}
