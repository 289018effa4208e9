package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import portside.fake.Line;
import portside.recording.GeminiFold;
import portside.recording.RecordingCases;
import portside.wire.Json;
import portside.wire.anthropic.StreamJudge;

/// Every recorded answer of Gemini, replayed by a provider on a real socket in pieces of random sizes, through a running proxy, to a client that streams and to
/// one that does not.
class GeminiReplayTest {
  @Test
  void everyRecordingSaysTheSameThroughTheProxy() throws Exception {
    assumeTrue(RecordingCases.present());
    var random = new Random(11);
    var current = new AtomicReference<RecordingCases.Case>();
    var wrong = new ArrayList<String>();
    int compared = 0;
    var proxy = Optional.<RunningProxy>empty();
    try (var provider = new ScriptedProvider().then(line -> replay(line, current.get(), random))) {
      for (var recorded : RecordingCases.gemini()) {
        current.set(recorded);
        for (var stream : new boolean[] {true, false}) {
          var asked = proxy.isPresent() ? proxy.get() : RunningProxy.before(provider.url(), "MAX_RETRIES=0", "DIALECT=gemini-3-native");
          var answer = asked.post("/v1/messages", RunningProxy.hello(stream));
          compare(recorded, answer.statusCode(), answer.body(), wrong);
          compared++;
          proxy = Optional.of(asked);
          if (answer.statusCode() != 200) { // a provider that failed may be left alone for a while
            asked.close();
            proxy = Optional.empty();
          }
        }
      }
    } finally {
      proxy.ifPresent(RunningProxy::close);
    }
    assertEquals(List.of(), wrong);
    assertTrue(compared > 480, "too few recordings: " + compared);
  }

  private static void compare(RecordingCases.Case recorded, int status, String told, List<String> wrong) throws Exception {
    if (recorded.status() != 200) {
      if (status < 400 || !"error".equals(Json.object(told).getString("type"))) {
        wrong.add("\n" + recorded.name() + "\n  " + status + " " + told);
      }
      return;
    }
    var body = new String(recorded.bytes(), StandardCharsets.UTF_8);
    var expected = GeminiFold.of(GeminiFold.chunks(body, recorded.sse()), "test");
    var said = told.startsWith("event:") ? GeminiFold.told(StreamJudge.judge(told.getBytes(StandardCharsets.UTF_8)), body) : GeminiFold.told(told, body);
    if (!expected.equals(said)) {
      wrong.add("\n" + recorded.name() + "\n  expected " + expected + "\n  told     " + said + (said.size() == 1 ? " " + told : ""));
    }
  }

  private static void replay(Line line, RecordingCases.Case recorded, Random random) throws Exception {
    var body = recorded.bytes();
    if (recorded.status() != 200) {
      line.whole(recorded.status(), recorded.headers().getOrDefault("content-type", "application/json"), new String(body, StandardCharsets.UTF_8));
      return;
    }
    if (recorded.sse()) {
      line.stream();
    } else {
      line.say("HTTP/1.1 200 OK\ncontent-type: application/json\ntransfer-encoding: chunked\n\n");
    }
    for (int from = 0; from < body.length; ) {
      int to = Math.min(body.length, from + 1 + random.nextInt(random.nextInt(4) == 0 ? 16 : 3000));
      line.chunk(Arrays.copyOfRange(body, from, to));
      from = to;
    }
    line.chunkEnd();
  }
}
