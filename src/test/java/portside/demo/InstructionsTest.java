package portside.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

/// Calls are written `Name{arguments}`, together with `+`, one after the other with `;`.
class InstructionsTest {
  private static final Map<String, JsonObject> TOOLS = tools("""
      {"Bash": {"type":"object","properties":{"command":{"type":"string"},"timeout":{"type":"number"},"description":{"type":"string"},
                "run_in_background":{"type":"boolean"}},"required":["command"]},
       "Read": {"type":"object","properties":{"file_path":{"type":"string"},"offset":{"type":"integer"}},"required":["file_path"]},
       "Write": {"type":"object","properties":{"file_path":{"type":"string"},"content":{"type":"string"}},"required":["file_path","content"]},
       "Edit": {"type":"object","properties":{"file_path":{"type":"string"},"old_string":{"type":"string"},"new_string":{"type":"string"},
                "replace_all":{"type":"boolean","default":false}},"required":["file_path","old_string","new_string"]},
       "Grep": {"type":"object","properties":{"pattern":{"type":"string"},"path":{"type":"string"},
                "output_mode":{"type":"string","enum":["content","files"]}},"required":["pattern"]},
       "Task": {"type":"object","properties":{"description":{"type":"string"},"prompt":{"type":"string"},
                "subagent_type":{"type":"string","default":"general-purpose"}},"required":["description","prompt","subagent_type"]},
       "ToolSearch": {"type":"object","properties":{"query":{"type":"string"},"max_results":{"type":"number","default":5}},"required":["query","max_results"]},
       "mcp__calc__add": {"type":"object","properties":{"a":{"type":"integer","minimum":3},"b":{"type":"boolean"},
                "unit":{"enum":["m","km"]}},"required":["a","b","unit"]}}""");

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
      run echo hello with bash                             | Bash{"command":"echo hello"}
      Please run `echo a && echo b` using the Bash tool.   | Bash{"command":"echo a && echo b"}
      run "ls -l and more"                                 | Bash{"command":"ls -l and more"}
      Run echo "hello world".                              | Bash{"command":"echo \\"hello world\\""}
      use the Bash tool to run                             | Bash{"command":"run"}
      use bash on `date`                                   | Bash{"command":"date"}
      read README.md                                       | Read{"file_path":"/work place/README.md"}
      Could you show me the file /etc/hosts?               | Read{"file_path":"/etc/hosts"}
      read "my notes"                                      | Read{"file_path":"/work place/my notes"}
      list files                                           | Bash{"command":"ls ."}
      List the files in src                                | Bash{"command":"ls src"}
      grep TODO in src                                     | Grep{"pattern":"TODO","path":"/work place/src"}
      use the Grep tool on "TODO"                          | Grep{"pattern":"TODO"}
      search for "and then" in src with bash               | Bash{"command":"grep -rn -- 'and then' src"}
      write "hi there" to a.txt                            | Write{"file_path":"/work place/a.txt","content":"hi there"}
      replace "a" with "b" in c.txt                        | Edit{"file_path":"/work place/c.txt","old_string":"a","new_string":"b"}
      read a.txt and read b.txt in parallel                | Read{"file_path":"/work place/a.txt"}+Read{"file_path":"/work place/b.txt"}
      run date, and list files                             | Bash{"command":"date"}+Bash{"command":"ls ."}
      read a.txt, then run wc a.txt and tell me the result | Read{"file_path":"/work place/a.txt"};Bash{"command":"wc a.txt"}
      Ask a subagent to run pwd and read a.txt             | Task{"description":"run pwd and read a.txt","prompt":"run pwd and read a.txt","subagent_type":"general-purpose"}
      call add with {"a": 1, "x": [2]}                     | mcp__calc__add{"a":1,"x":[2]}
      use the mcp__calc__add tool, in km                   | mcp__calc__add{"a":3,"b":false,"unit":"km"}
      use the WebFetch tool on https://example.com         | ToolSearch{"query":"select:WebFetch","max_results":5}
      load WebFetch                                        | ToolSearch{"query":"WebFetch","max_results":5}
      What did the run of last week show?                  |
      I read README.md yesterday                           |
      Think about how to write code                        |
      write a poem with feeling                            |
      """)
  void anOrderIsUnderstood(String order, String calls) {
    assertEquals(calls == null ? "" : calls, written(order, TOOLS, "/work place"));
  }

  @Test
  void severalLinesAreSeveralOrders() {
    assertEquals("Bash{\"command\":\"date\"}+Bash{\"command\":\"pwd\"}", written("run date\nrun pwd", TOOLS, null));
  }

  @Test
  void withoutToolsNothingIsCalled() {
    assertEquals("", written("run echo hello with bash, read a.txt", Map.of(), null));
  }

  @Test
  void aLongTextIsNoOrder() {
    assertEquals("Bash{\"command\":\"" + "x".repeat(1_996) + "\"}", written("run " + "x".repeat(1_996), TOOLS, null));
    assertEquals("", written("run " + "x".repeat(1_997), TOOLS, null));
    assertEquals(Optional.of("x".repeat(1_996)), Instructions.words("say " + "x".repeat(1_996)));
    assertEquals(Optional.empty(), Instructions.words("say " + "x".repeat(1_997)));
  }

  private static String written(String order, Map<String, JsonObject> tools, String workingFolder) {
    return new Instructions(tools, workingFolder).steps(order).stream()
        .map(step -> step.stream().map(call -> call.name() + Json.text(call.arguments())).collect(Collectors.joining("+")))
        .collect(Collectors.joining(";"));
  }

  private static Map<String, JsonObject> tools(String json) {
    try {
      var tools = new LinkedHashMap<String, JsonObject>();
      Json.object(json).forEach((name, schema) -> tools.put(name, schema.asJsonObject()));
      return tools;
    } catch (Json.Malformed e) {
      throw new AssertionError(e);
    }
  }
}
