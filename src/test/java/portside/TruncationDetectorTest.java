package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import portside.wire.Json;

/// A provider that cuts prompts without a word is found out by what it counts; the client is then told in time, in the words it compacts on.
@ResourceLock("the log of SilentCuts")
class TruncationDetectorTest {
  private static final String CUTS = "DIALECT_CUTS_SILENTLY=true";

  private static final int START = 5_000;

  /// What the provider counts next.
  private final AtomicLong counted = new AtomicLong();

  private final ScriptedProvider.Script answers = line -> {
    line.stream();
    line.text("hi");
    line.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":" + counted + ",\"completion_tokens\":1}}");
    line.event("[DONE]");
    line.chunkEnd();
  };

  @Test
  void aCountOfWholePagesIsTheWindow() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url(), CUTS)) {
      assertEquals(200, ask(proxy, 20_000, 4_096).statusCode());
      provider.take();
      var refused = ask(proxy, 21_000, 4_096);
      assertEquals(400, refused.statusCode());
      var message = Json.object(refused.body()).getJsonObject("error").getString("message");
      assertTrue(message.matches("prompt is too long: 2\\d{4} tokens > 4096 maximum"), message);
      assertEquals(0, provider.waiting(), "the provider was not asked");
      assertEquals(200, ask(proxy, 2_000, 2_000).statusCode());
      var learned = Json.object(proxy.get("/health").body()).getJsonArray("learned");
      assertEquals("DIALECT_CONTEXT_WINDOW=4096", learned.getJsonObject(0).getString("setting"));
    }
  }

  @Test
  void soIsTheSameCountOfTwoDifferentPrompts() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url(), CUTS)) {
      assertEquals(200, ask(proxy, 20_000, 5_000).statusCode());
      assertEquals(200, ask(proxy, 20_000, 5_000).statusCode());
      assertEquals(200, ask(proxy, 25_000, 4_990).statusCode());
      assertEquals(400, ask(proxy, 25_000, 5_000).statusCode());
    }
  }

  @Test
  void aCountThatGrowsWithThePromptsIsHonest() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url(), CUTS)) {
      for (int words = 20_000; words <= 60_000; words += 5_000) {
        assertEquals(200, ask(proxy, words, words * 4 / 10 + 1).statusCode(), words + " words");
      }
    }
  }

  @Test
  void nobodyIsSuspectedWhoseRowDoesNotSaySo() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url())) {
      for (int n = 0; n < 3; n++) {
        assertEquals(200, ask(proxy, 20_000 + 3_000 * n, 4_096).statusCode());
      }
    }
  }

  @Test
  void aKnownWindowIsDefendedFromTheFirstRequestOn() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url(), CUTS, "DIALECT_CONTEXT_WINDOW=8000")) {
      assertEquals(400, ask(proxy, 14_000, 8_000).statusCode());
      assertEquals(0, provider.waiting());
      assertEquals(200, ask(proxy, 9_000, 8_000).statusCode(), "an estimate of our own may be wrong");
      assertEquals(400, ask(proxy, 9_000, 8_000).statusCode(), "but it was not");
    }
  }

  /// How a provider that says nothing shortens a prompt: from its true count to what is left.
  private interface Way {
    long of(long tokens, int turn);
  }

  static Stream<Arguments> ways() {
    Way pages = (tokens, _) -> Math.min(tokens, 24_576);
    Way odd = (tokens, _) -> Math.min(tokens, 20_123);
    Way room = (tokens, _) -> Math.min(tokens, 8_192 - 777);
    Way messages = (tokens, turn) -> Math.min(tokens, 24_576 - 173 * (turn * 7 % 9));
    Way half = (tokens, _) -> tokens <= 24_576 ? tokens : 12_288 + tokens % 12_288;
    Way oldest = (tokens, _) -> tokens <= 24_576 ? tokens : 24_576 - (tokens - 24_576) / 10;
    return Stream.of(
        Arguments.of("to the window", pages, 1_500, 24_576), Arguments.of("to the window, in small steps", pages, 500, 24_576),
        Arguments.of("to the window, in large steps", pages, 5_000, 24_576),
        Arguments.of("to a window somebody chose", odd, 1_500, 20_123), Arguments.of("to a window somebody chose, in small steps", odd, 300, 20_123),
        Arguments.of("with room for the answer", room, 1_000, 7_415), Arguments.of("by whole messages", messages, 1_500, 24_576),
        Arguments.of("to half", half, 1_500, 24_576), Arguments.of("the longer, the more", oldest, 1_500, 24_576));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void aConversationThatGrowsALittleAtATimeIsEnough(String name, Way way, int step, long window) throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url(), CUTS)) {
      var turns = new ArrayList<String>();
      var cut = 0;
      for (int turn = 0; ; turn++) {
        long tokens = START + (long) turn * step;
        var answer = converse(proxy, turns, turn == 0 ? START : step, way.of(tokens, turn));
        if (answer.statusCode() == 400) {
          assertTrue(answer.body().contains("prompt is too long: "), answer.body());
          break;
        }
        cut += way.of(tokens, turn) < tokens ? 1 : 0;
        assertTrue(tokens < window * 1.35, "not refused at " + tokens + " tokens");
      }
      assertTrue(cut > 0, "it was refused before anything was cut");
      var learned = Json.object(proxy.get("/health").body()).getJsonArray("learned").getJsonObject(0).getString("setting");
      var found = Long.parseLong(learned.replace("DIALECT_CONTEXT_WINDOW=", ""));
      assertTrue(found <= window && found > window * 0.85, learned);
      var counts = Json.object(proxy.get("/health").body()).getJsonObject("token_counts").values().iterator().next().asJsonObject();
      assertTrue(counts.getInt("answers") <= turns.size() - 1 - cut + 2, cut + " cut counts taught nothing, but for the first: " + counts);
    }
  }

  @Test
  void aConversationWhoseCountsGrowIsHonestHoweverLong() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url(), CUTS)) {
      var turns = new ArrayList<String>();
      for (int turn = 0; turn < 60; turn++) {
        long counts = 9_000 + turn * (turn % 5 == 0 ? 1_300L : 1_350L); // what is added is never quite what our own count says
        assertEquals(200, converse(proxy, turns, turn == 0 ? 10_000 : 1_500, counts).statusCode(), "turn " + turn);
      }
    }
  }

  @Test
  void aCountWithoutWhatWasCachedIsNoCut() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url(), CUTS)) {
      var turns = new ArrayList<String>();
      for (int turn = 0; turn < 20; turn++) {
        assertEquals(200, converse(proxy, turns, turn == 0 ? 10_000 : 1_500, turn == 0 ? 10_000 : 1_300 + turn % 4 * 150).statusCode(), "turn " + turn);
      }
    }
  }

  @Test
  void aConversationThatWasCompactedStartsAnew() throws Exception {
    try (var provider = new ScriptedProvider().then(answers); var proxy = RunningProxy.before(provider.url(), CUTS)) {
      for (int round = 0; round < 6; round++) {
        var turns = new ArrayList<String>();
        for (int turn = 0; turn < 4; turn++) {
          assertEquals(200, converse(proxy, turns, turn == 0 ? 8_000 : 2_000, 8_000 + 2_000 * turn).statusCode());
        }
      }
    }
  }

  /// One more turn of a conversation whose request has so many words more.
  private HttpResponse<String> converse(RunningProxy proxy, List<String> turns, int words, long count) throws Exception {
    counted.set(count);
    var id = "toolu_" + turns.size();
    turns.add(turns.isEmpty() ? "{\"role\":\"user\",\"content\":\"" + "word ".repeat(words) + "\"}"
        : "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"Read\",\"input\":{}}]},"
            + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"" + id + "\",\"content\":\"" + "word ".repeat(words) + "\"}]}");
    return proxy.post("/v1/messages", "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"stream\":true,"
        + "\"tools\":[{\"name\":\"Read\",\"input_schema\":{\"type\":\"object\"}}],\"messages\":[" + String.join(",", turns) + "]}");
  }

  private HttpResponse<String> ask(RunningProxy proxy, int words, long count) throws Exception {
    counted.set(count);
    return proxy.post("/v1/messages", "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
        + "word ".repeat(words) + "\"}]}");
  }
}
