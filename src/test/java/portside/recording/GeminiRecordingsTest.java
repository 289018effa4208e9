package portside.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import portside.provider.dialect.DialectRule;
import portside.provider.dialect.rows.GeminiRows;
import portside.translate.AnswerContexts;
import portside.translate.AnswerFeed;
import portside.translate.answer.AnswerRules;
import portside.translate.fault.ErrorToFault;
import portside.translate.gemini.GeminiAnswer;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// Every recorded answer of Gemini, cut at random places, says after translation what it said before; and so do all streams of them as the array that the API
/// sends where no events were asked for.
class GeminiRecordingsTest {
  private static final int SPLITS = 4;

  @Test
  void everyRecordedAnswerSaysTheSame() throws Exception {
    assumeTrue(RecordingCases.present());
    var random = new Random(20261130);
    var wrong = new ArrayList<String>();
    int compared = 0;
    for (var recorded : RecordingCases.gemini()) {
      if (recorded.status() != 200) {
        continue;
      }
      var body = new String(recorded.bytes(), StandardCharsets.UTF_8);
      var chunks = GeminiFold.chunks(body, recorded.sse());
      var expected = GeminiFold.of(chunks, "acme");
      for (int i = 0; i < SPLITS; i++) {
        compare(recorded.name(), expected, told(body, random), wrong);
      }
      var array = Json.createArrayBuilder(chunks).build().toString();
      compare(recorded.name() + " as an array", expected, told(chunks.isEmpty() ? body : array, random), wrong);
      compared++;
    }
    assertEquals(List.of(), wrong);
    assertTrue(compared > 230, "too few recordings: " + compared);
  }

  @Test
  void everyRecordedErrorKeepsItsWords() throws Exception {
    assumeTrue(RecordingCases.present());
    var row = GeminiRows.NATIVE.rules().stream().map(DialectRule::row).toList().getLast();
    var wrong = new ArrayList<String>();
    int compared = 0;
    for (var recorded : RecordingCases.gemini()) {
      var body = new String(recorded.bytes(), StandardCharsets.UTF_8);
      if (recorded.sse() || !body.contains("\"error\"")) {
        continue;
      }
      var error = GeminiFold.chunks(body, false).getFirst().getJsonObject("error");
      var errors = new ErrorToFault("acme", "m", row, 1000, 1000, UnaryOperator.identity(), Instant.EPOCH);
      var fault = errors.of(error.getInt("code"), _ -> null, recorded.bytes());
      if (!fault.message().contains(error.getString("message"))) {
        wrong.add(recorded.name() + ": " + fault);
      }
      compared++;
    }
    assertEquals(List.of(), wrong);
    assertTrue(compared > 10, "too few recordings: " + compared);
  }

  private static void compare(String name, List<String> expected, List<String> told, List<String> wrong) {
    if (!expected.equals(told)) {
      wrong.add("\n" + name + "\n  expected " + expected + "\n  told     " + told);
    }
  }

  private static List<String> told(String body, Random random) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var feed = new AnswerFeed(new GeminiAnswer(AnswerContexts.of(GeminiRows.NATIVE.rules().getLast().row(), Map.of(), AnswerRules.stoppingAt(List.of()))));
    var events = new ArrayList<StreamEvent>();
    for (int from = 0; from < bytes.length; ) {
      int length = Math.min(bytes.length - from, 1 + random.nextInt(random.nextBoolean() ? 20 : 2000));
      feed.bytes(bytes, from, length, events::add);
      from += length;
    }
    feed.end(events::add);
    return GeminiFold.told(StreamJudge.judge(events), body);
  }
}
