package portside.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static portside.provider.dialect.Column.ARGUMENT_TYPES;
import static portside.provider.dialect.Column.LEAKED_CALLS;
import static portside.provider.dialect.Column.OPEN_THOUGHT;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerContexts;
import portside.translate.AnswerFeed;
import portside.translate.answer.AnswerRules;
import portside.translate.chat.ChatAnswer;
import portside.translate.fault.ErrorToFault;
import portside.wire.Json;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// Every recorded chat-completions answer, cut at random places, says after translation what it said before.
class RecordingsTest {
  private static final int SPLITS = 4;

  /// Every column that holds text or arguments back; what is no leaked call must come out the same.
  private static final Dialect HELD = Dialect.STANDARD.as("held").with(LEAKED_CALLS, true).with(OPEN_THOUGHT, true).with(ARGUMENT_TYPES, true);

  @Test
  void everyRecordedAnswerSaysTheSameAfterTranslation() throws IOException, Json.Malformed {
    assumeTrue(RecordingCases.present());
    var random = new Random(20261121);
    var wrong = new ArrayList<String>();
    var rowsSeen = new TreeSet<String>();
    int compared = 0;
    for (var recorded : RecordingCases.chat()) {
      if (recorded.status() != 200 || BrokenRecordings.reason(recorded.name()).isPresent()) {
        continue;
      }
      var body = recorded.bytes();
      var expected = IndependentFold.of(body, recorded.sse());
      var rows = List.of(recorded.row(), HELD);
      rowsSeen.add(recorded.row().name());
      for (int i = 0; i < SPLITS; i++) {
        var events = translated(rows.get(i % rows.size()), body, random);
        var told = AnswerDigest.of(StreamJudge.judge(events));
        compare(recorded.name(), expected, told, wrong);
        if (told != AnswerDigest.FAILED) {
          var whole = new MessageAccumulator();
          events.forEach(whole);
          var message = Json.object(whole.bytes());
          if (told.calls().stream().allMatch(call -> call.input() instanceof JsonObject)) {
            compare(recorded.name() + " as a whole", told, AnswerDigest.of(message), wrong);
          }
        }
      }
      compared++;
    }
    assertEquals(List.of(), wrong);
    assertTrue(compared > 900, "too few recordings: " + compared);
    assertTrue(rowsSeen.size() > 20, "too few rows: " + rowsSeen);
  }

  @Test
  void everyRecordedErrorKeepsItsWords() throws IOException, Json.Malformed {
    assumeTrue(RecordingCases.present());
    var wrong = new ArrayList<String>();
    int compared = 0;
    for (var recorded : RecordingCases.chat()) {
      if (recorded.status() == 200) {
        continue;
      }
      var translation = new ErrorToFault("acme", "some-model", recorded.row(), 1000, 1000, UnaryOperator.identity(), Instant.EPOCH);
      var fault = translation.of(recorded.status(), recorded.headers()::get, recorded.bytes());
      var error = Json.object(recorded.bytes());
      var holder = error.get("error") instanceof JsonObject object ? object : error;
      var words = Json.string(holder, "message") != null ? Json.string(holder, "message")
          : Json.string(error, "error") != null ? Json.string(error, "error") : Json.string(error, "detail");
      boolean overflow = fault.message().startsWith("prompt is too long: ");
      boolean keyShown = fault.message().contains("***");
      if (!overflow && !keyShown && !fault.message().contains(words.strip())) {
        wrong.add(recorded.name() + ": " + fault);
      }
      compared++;
    }
    assertEquals(List.of(), wrong);
    assertTrue(compared > 40, "too few recordings: " + compared);
  }

  private static void compare(String name, AnswerDigest expected, AnswerDigest told, List<String> wrong) {
    var comparable = told.withoutUncounted(expected);
    if (!expected.equals(comparable)) {
      wrong.add("\n" + name + "\n  expected " + expected + "\n  told     " + comparable);
    }
  }

  private static List<StreamEvent> translated(Dialect dialect, byte[] body, Random random) {
    var feed = new AnswerFeed(new ChatAnswer(AnswerContexts.of(dialect, Map.of(), AnswerRules.stoppingAt(List.of()))));
    var events = new ArrayList<StreamEvent>();
    for (int from = 0; from < body.length; ) {
      int length = Math.min(body.length - from, 1 + random.nextInt(random.nextBoolean() ? 20 : 2000));
      feed.bytes(body, from, length, events::add);
      from += length;
    }
    feed.end(events::add);
    return events;
  }
}
