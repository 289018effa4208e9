package portside.provider.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which model of a list a name means.
class CopilotModelsTest {
  private static CopilotModels read(String json) {
    return CopilotModels.read(Json.createReader(new StringReader(json)).readObject()).orElseThrow();
  }

  private static CopilotModels listing(String... ids) {
    return read("{\"data\":[" + Stream.of(ids).map(id -> id.startsWith("{") ? id : "{\"id\":\"" + id + "\"}").collect(Collectors.joining(",")) + "]}");
  }

  @ParameterizedTest
  @CsvSource({
    "claude-sonnet-4-6, claude-sonnet-4.6",
    "claude-sonnet-4-6-20260115, claude-sonnet-4.6",
    "claude-sonnet-4-20250514, claude-sonnet-4",
    "claude-3-7-sonnet-20250219, claude-3.7-sonnet",
    "claude-3-7-sonnet-latest, claude-3.7-sonnet",
    "claude-opus-4@20250514, claude-opus-4",
    "anthropic/Claude-Opus-5-1, claude-opus-5.1",
    "claude-opus-5, claude-opus-5",
    "claude-opus-4.6-1m, claude-opus-4.6-1m",
    "claude-opus-4-6-1m, claude-opus-4.6-1m",
    "gpt-5-4, gpt-5-4",
    "gpt-4.1-2025-04-14, gpt-4.1-2025-04-14",
  })
  void namesOfClaudeHaveDots(String name, String copilots) {
    assertEquals(copilots, CopilotName.of(name));
    assertEquals(copilots, CopilotName.of(copilots));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "claude-opus-5              | claude-opus-4.6 claude-opus-4.10 claude-opus-41      | claude-opus-4.10",
    "claude-opus-9              | claude-opus-41 claude-opus-4                         | claude-opus-41", // 4.1
    "claude-opus-9              | claude-opus-4.6-1m claude-opus-4.6 claude-opus-4.6-x | claude-opus-4.6",
    "claude-sonnet-5            | claude-3.7-sonnet claude-sonnet-4 claude-3.5-sonnet  | claude-sonnet-4",
    "claude-haiku-4-5-20251001  | claude-sonnet-5 claude-opus-5                        | claude-haiku-4.5",
    "claude-next                | claude-sonnet-5                                      | claude-next",
    "gpt-5.6                    | gpt-5.5                                              | gpt-5.6",
    "CLAUDE-OPUS-4.6            | claude-opus-4.6                                      | claude-opus-4.6",
    "claude-opus-4-6            | claude-opus-4-6 claude-opus-4.6                      | claude-opus-4-6",
  })
  void theNewestOfAFamilyStandsInForOneThatIsNotListed(String name, String listed, String resolved) {
    assertEquals(resolved, listing(listed.split(" ")).resolved(name, false));
  }

  @Test
  void aMillionTokensAreAskedForByName() {
    var models = listing("claude-opus-4.6", "claude-opus-4.6-1m", "claude-sonnet-4.6", "{\"id\":\"claude-sonnet-4.6-1m\",\"policy\":{\"state\":\"disabled\"}}");
    assertEquals("claude-opus-4.6-1m", models.resolved("claude-opus-4-6", true));
    assertEquals("claude-opus-4.6", models.resolved("claude-opus-4-6", false));
    assertEquals("claude-sonnet-4.6", models.resolved("claude-sonnet-4-6", true), "it is switched off");
  }

  @Test
  void whatIsHiddenOrSwitchedOffStandsInForNothing() {
    var off = "{\"id\":\"claude-opus-9\",\"policy\":{\"state\":\"disabled\"}}";
    var hidden = "{\"id\":\"claude-opus-8\",\"model_picker_enabled\":false}";
    assertEquals("claude-opus-5", listing(off, hidden, "claude-opus-5").resolved("opus-claude-opus-7", false));
    assertEquals("claude-opus-8", listing(off, hidden).resolved("claude-opus-7", false), "a hidden one is better than none");
    assertEquals("claude-opus-9", listing(off, "claude-opus-5").resolved("claude-opus-9", false), "who asks for it is told that it is off");
  }

  @Test
  void allThatCountsIsRead() {
    var model = read("{\"data\":[{\"id\":\"m\",\"name\":\"M\",\"policy\":{\"state\":\"enabled\"},\"model_picker_enabled\":false,\"supported_endpoints\":[\"/v1/messages\",1,\"/responses\"],"
        + "\"capabilities\":{\"type\":\"chat\",\"limits\":{\"max_prompt_tokens\":168000,\"max_context_window_tokens\":200000,\"max_output_tokens\":32000},"
        + "\"supports\":{\"vision\":false,\"adaptive_thinking\":true,\"min_thinking_budget\":1024,\"max_thinking_budget\":32000,\"reasoning_effort\":[\"low\",\"high\"]}}}]}").all().getFirst();
    assertEquals(new CopilotModel("m", true, true, false, List.of("/v1/messages", "/responses"), 168_000, 32_000, false, true, 1_024, 32_000, List.of("low", "high")), model);
  }

  @Test
  void whatIsMissingOrOddIsNothing() {
    var bare = new CopilotModel("m", true, true, true, List.of(), 0, 0, true, false, 0, 0, List.of());
    for (var odd : List.of("{\"id\":\"m\"}", "{\"id\":\"m\",\"capabilities\":7,\"policy\":[],\"supported_endpoints\":\"x\"}",
        "{\"id\":\"m\",\"capabilities\":{\"limits\":{\"max_prompt_tokens\":-1,\"max_output_tokens\":1e30},\"supports\":{\"reasoning_effort\":{}}}}")) {
      assertEquals(List.of(bare), listing(odd).all(), odd);
    }
    assertEquals(200_000, listing("{\"id\":\"m\",\"capabilities\":{\"limits\":{\"max_context_window_tokens\":200000}}}").all().getFirst().mostPrompt());
    assertEquals(List.of(), read("{\"data\":[{},{\"id\":\"\"},{\"id\":7},\"m\",null]}").all());
    for (var none : List.of("{}", "{\"data\":{}}", "{\"models\":[]}")) {
      assertEquals(Optional.empty(), CopilotModels.read(Json.createReader(new StringReader(none)).readObject()), none);
    }
    assertTrue(!listing("{\"id\":\"e\",\"capabilities\":{\"type\":\"embeddings\"}}").all().getFirst().usable());
  }
}
