package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import portside.fake.Line;
import portside.recording.AnswerDigest;
import portside.recording.BrokenRecordings;
import portside.recording.IndependentFold;
import portside.recording.RecordingCases;
import portside.wire.Json;
import portside.wire.anthropic.StreamJudge;

/// Every recorded chat-completions answer, replayed by a provider on a real socket in pieces of random sizes, through a running proxy with the
/// provider's own row.
class ReplayTest {
  @Test
  void everyRecordingSaysTheSameThroughTheProxy() throws Exception {
    assumeTrue(RecordingCases.present());
    var random = new Random(42);
    var current = new AtomicReference<RecordingCases.Case>();
    var wrong = new ArrayList<String>();
    var compared = 0;
    var proxies = new TreeMap<String, RunningProxy>();
    try (var provider = new ScriptedProvider().then(line -> replay(line, current.get(), random))) {
      for (var recorded : RecordingCases.chat()) {
        if (BrokenRecordings.reason(recorded.name()).isPresent()) {
          continue;
        }
        current.set(recorded);
        var row = recorded.row().name();
        if (!proxies.containsKey(row)) {
          proxies.put(row, RunningProxy.before(provider.url(), "MAX_RETRIES=0", "DIALECT=" + row));
        }
        var proxy = proxies.get(row);
        var answer = proxy.post("/v1/messages", RunningProxy.hello(recorded.sse()));
        if (recorded.status() != 200) {
          check(recorded.name(), answer.statusCode() >= 400 && "error".equals(Json.object(answer.body()).getString("type")), answer.body(), wrong);
        } else {
          var expected = IndependentFold.of(recorded.bytes(), recorded.sse());
          var told = digest(answer.statusCode(), answer.headers().firstValue("content-type").orElse(""), answer.body()).withoutUncounted(expected);
          check(recorded.name(), expected.equals(told), "expected " + expected + "\n  told     " + told, wrong);
        }
        compared++;
      }
    } finally {
      proxies.values().forEach(RunningProxy::close);
    }
    assertEquals(List.of(), wrong);
    assertTrue(compared > 1000, "too few recordings: " + compared);
  }

  private static void check(String name, boolean good, String seen, List<String> wrong) {
    if (!good) {
      wrong.add("\n" + name + "\n  " + seen);
    }
  }

  private static AnswerDigest digest(int status, String type, String body) throws Json.Malformed {
    if (status != 200) {
      return AnswerDigest.FAILED;
    }
    return type.startsWith("text/event-stream") ? AnswerDigest.of(StreamJudge.judge(body.getBytes(StandardCharsets.UTF_8))) : AnswerDigest.of(Json.object(body));
  }

  private static void replay(Line line, RecordingCases.Case recorded, Random random) throws Exception {
    var body = recorded.bytes();
    if (recorded.status() != 200) {
      line.whole(recorded.status(), recorded.headers().getOrDefault("content-type", "application/json"), new String(body, StandardCharsets.UTF_8));
      return;
    }
    line.stream();
    for (var from = 0; from < body.length; ) {
      var to = Math.min(body.length, from + 1 + random.nextInt(random.nextInt(4) == 0 ? 16 : 3000));
      line.chunk(Arrays.copyOfRange(body, from, to));
      from = to;
    }
    line.chunkEnd();
  }
}
