package portside.translate.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// Names cross over and come back.
class ToolNamesTest {
  private static final String LONG = "mcp__" + "x".repeat(80);

  private final ToolNames names = names("Read", "read_file", "web.fetch", LONG);

  @Test
  void comesBackFromAShortenedName() {
    assertEquals("mcp__" + "x".repeat(50) + "_6473cc20", names.toUpstream(LONG));
    assertEquals(LONG, names.toClient(names.toUpstream(LONG)));
    assertEquals("web.fetch", names.toClient(names.toUpstream("web.fetch")));
    assertEquals("Write", names.toClient("Write"));
  }

  @Test
  void beginsNamesWithALetter() { // Gemini takes no other
    var odd = names("3d", "_3d", "-x", "9" + "y".repeat(70));
    assertEquals(List.of("_3d_da0568a2", "_3d", "_-x_a4209624", "_9" + "y".repeat(53) + "_4741eb81"),
        List.of(odd.toUpstream("3d"), odd.toUpstream("_3d"), odd.toUpstream("-x"), odd.toUpstream("9" + "y".repeat(70))));
    for (var name : List.of("3d", "_3d", "-x", "9" + "y".repeat(70))) {
      assertEquals(name, odd.toClient(odd.toUpstream(name)));
    }
  }

  @Test
  void sixtyFourCharactersStay() {
    var exact = "y".repeat(64);
    assertEquals(List.of(exact, "y".repeat(55) + "_c4a2649e", "unnamed_tool"), List.of(names.toUpstream(exact), names.toUpstream(exact + "y"), names.toUpstream(" ")));
  }

  /// As the client wrote them, of the first tool of a name; what Anthropic defines has the schema it documents.
  @Test
  void schemasStandUnderTheNamesSentUpstream() {
    var read = read("""
        {"name":"web.fetch","input_schema":{"a":1}},{"name":"web.fetch","input_schema":{"b":1}},{"type":"memory_20250818","name":"memory"},
        {"type":"code_execution_20250825","name":"code"},{"name":"Read","input_schema":{"c":1}}""",
        ",{\"role\":\"system\",\"content\":[{\"type\":\"tool_addition\",\"tool\":{\"type\":\"tool_reference\",\"name\":\"Late\"}}]}");
    var schemas = new ToolNames(read, Map.of("Read", "own_read")).schemas();
    assertEquals("{web_fetch_0b1cadf4={\"a\":1}, memory=…, code={}, own_read={\"c\":1}, Late={}}", schemas.toString().replaceFirst("memory=.*?, code", "memory=…, code"));
    assertEquals(AnthropicDefinedTools.row("memory_20250818").orElseThrow().parameters(), schemas.get("memory"));
  }

  @Test
  void whatTheProviderItselfCallsAToolIsItsName() {
    var own = new ToolNames(read("{\"name\":\"Read\",\"input_schema\":{}}", ""), Map.of("Read", "own_read"));
    assertEquals("own_read", own.toUpstream("Read"));
    assertEquals("Read", own.toClient("own_read"));
    assertEquals("Other", own.toUpstream("Other"));
  }

  private static ToolNames names(String... tools) {
    var definitions = String.join(",", Arrays.stream(tools).map(name -> "{\"name\":\"" + name + "\",\"input_schema\":{}}").toList());
    return new ToolNames(read(definitions, ""));
  }

  private static MessagesRequest read(String tools, String messages) {
    var body = "{\"model\":\"m\",\"max_tokens\":1,\"tools\":[" + tools + "],\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}" + messages + "]}";
    return MessagesReader.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
