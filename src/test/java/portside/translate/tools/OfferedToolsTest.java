package portside.translate.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest.Tool;

/// Which tools of a request the model is offered.
class OfferedToolsTest {
  private static final String CALLED = "{'role':'user','content':'hi'},{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'D','input':{}}]}";

  /// The columns: the tools, the choice of one, what is offered. `A` and `B` are there from the start, `D` and `E` are kept back, `S` is a search
  /// among tools that Anthropic's servers run, `P` the stand-in of Claude Code, `T` its shell without a schema, `X` a tool that nobody runs.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      A,B     |                             | A,B
      B,A,B   |                             | B,A
      A,D     |                             | A
      D,E     |                             | D,E
      A,D,S   |                             | A,D
      D,E,S   |                             | D,E
      A,D,E   | {'type':'tool','name':'E'}  | A,E
      A,D,E   | {'type':'any'}              | A
      A,D     | called                      | A,D
      A,P,T,X |                             | A,T
      D,P     |                             | D
      A       | {'type':'tool','name':'F'}  | A
      """)
  void theModelIsOfferedWhatTheClientCanRun(String tools, String choice, String offered) {
    var definitions = tools.chars().filter(c -> c != ',').mapToObj(c -> definition((char) c)).collect(Collectors.joining(","));
    var called = "called".equals(choice);
    var body = "{'model':'m','max_tokens':9,'tools':[" + definitions + "]," + (choice == null || called ? "" : "'tool_choice':" + choice + ",")
        + "'messages':[" + (called ? CALLED : "{'role':'user','content':'hi'}") + "]}";
    var request = MessagesReader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    assertEquals(offered, OfferedTools.of(request).stream().map(Tool::name).collect(Collectors.joining(",")));
  }

  /// The columns: the tools, what the conversation changes (`+` adds a known tool, `*` one by value, `-` removes one), what is offered. What is added
  /// later stands where it was added, whatever the list of tools says, so that the first turn's prompt stays as it was.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      A,B     | +A    | B,A
      A,B     | -A    | B
      A,B     | -A,+A | B,A
      A,B     | +A,-A | B
      A,D     | +D    | A,D
      A,D,E   | +E,+D | A,E,D
      A       | *E    | A,E
      A       | +E    | A
      A       | *X    | A
      """)
  void theConversationAddsAndRemovesTools(String tools, String changes, String offered) {
    var definitions = tools.chars().filter(c -> c != ',').mapToObj(c -> definition((char) c)).collect(Collectors.joining(","));
    var blocks = Arrays.stream(changes.split(",")).map(change -> change(change.charAt(0), change.charAt(1))).collect(Collectors.joining(","));
    var body = "{'model':'m','max_tokens':9,'tools':[" + definitions + "],'messages':[{'role':'user','content':'hi'},{'role':'system','content':[" + blocks + "]}]}";
    var request = MessagesReader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    assertEquals(offered, OfferedTools.of(request).stream().map(Tool::name).collect(Collectors.joining(",")));
  }

  private static String change(char kind, char name) {
    var tool = kind == '*' ? "{'type':'tool','definition':" + definition(name) + "}" : "{'type':'tool_reference','name':'" + name + "'}";
    return "{'type':'" + (kind == '-' ? "tool_removal" : "tool_addition") + "','tool':" + tool + "}";
  }

  private static String definition(char name) {
    return switch (name) {
      case 'D', 'E' -> "{'name':'" + name + "','input_schema':{},'defer_loading':true}";
      case 'P' -> "{'name':'DeferredToolPlaceholder','input_schema':{}}";
      case 'S' -> "{'type':'tool_search_tool_regex_20251119','name':'tool_search_tool_regex'}";
      case 'T' -> "{'type':'bash_20250124','name':'T'}";
      case 'X' -> "{'type':'code_execution_20250825','name':'X'}";
      default -> "{'name':'" + name + "','input_schema':{}}";
    };
  }
}
