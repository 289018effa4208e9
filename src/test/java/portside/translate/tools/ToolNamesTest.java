package portside.translate.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import portside.wire.anthropic.MessagesReader;

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

  private static ToolNames names(String... tools) {
    var definitions = String.join(",", Arrays.stream(tools).map(name -> "{\"name\":\"" + name + "\",\"input_schema\":{}}").toList());
    var body = "{\"model\":\"m\",\"max_tokens\":1,\"tools\":[" + definitions + "],\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    return new ToolNames(MessagesReader.read(body.getBytes(StandardCharsets.UTF_8)));
  }
}
