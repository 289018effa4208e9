package portside.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.ARGUMENT_TYPES;
import static portside.provider.dialect.Column.LEAKED_CALLS;
import static portside.provider.dialect.Column.OPEN_THOUGHT;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.provider.dialect.Dialect;
import portside.translate.responses.Responses;

/// Answers that are cut, framed and broken in every way, through the translator. See [Rounds] for playing one again.
@Execution(ExecutionMode.CONCURRENT)
class StreamFuzzTest {
  private static final Pattern SAYS_FINISHED = Pattern.compile("\\[DONE]|\"finish_reason\"\\s*:\\s*\"[^\"]|\"finish_details\"|response\\.(?:completed|incomplete|done)|\"status\"\\s*:\\s*\"(?:completed|incomplete)");

  private static final Dialect HELD = Dialect.STANDARD.as("held").with(LEAKED_CALLS, true).with(OPEN_THOUGHT, true).with(ARGUMENT_TYPES, true);

  private static List<Streams.Body> bodies;

  @BeforeAll
  static void read() throws Exception {
    bodies = Streams.all();
  }

  @Test
  void anotherSpellingOfTheSameBytesGivesTheSameEvents() {
    Rounds.play(700, random -> {
      var body = any(random);
      var spelled = body.sse() && random.nextInt(4) > 0 ? Framing.of(body.bytes(), random) : body.bytes();
      var row = row(body, random);
      assertEquals(Translation.events(row, body.bytes()), Translation.pieces(row, spelled, false, random), () -> body.name() + ":\n" + Excerpt.of(spelled));
    });
  }

  @Test
  void aCutAnswerIsNoSuccess() {
    Rounds.play(700, random -> {
      var body = any(random);
      var cut = Arrays.copyOf(body.bytes(), random.nextInt(body.bytes().length));
      var verdict = Translation.judge(Translation.pieces(row(body, random), cut, random.nextBoolean(), random), cut);
      var finished = body.sse() ? SAYS_FINISHED.matcher(new String(cut, StandardCharsets.UTF_8)).find() : closes(cut);
      assertTrue(verdict.error() != null || finished, () -> body.name() + " was taken for complete:\n" + Excerpt.of(cut));
    });
  }

  @Test
  void aBrokenAnswerIsAGoodStreamOrAnError() {
    Rounds.play(1_400, random -> {
      var body = any(random);
      var broken = Damage.of(body, random);
      Translation.judge(Translation.pieces(row(body, random), broken, random.nextInt(4) == 0, random), broken);
    });
  }

  /// A row of the wire the body is written in: for chat completions the standard, or one that holds text and arguments back.
  private static Dialect row(Streams.Body body, RandomGenerator random) {
    return body.name().contains("responses-") ? Responses.ROW : random.nextBoolean() ? Dialect.STANDARD : HELD;
  }

  private static Streams.Body any(RandomGenerator random) {
    return bodies.get(random.nextInt(bodies.size()));
  }

  /// Whether nothing but blanks was lost of a document.
  private static boolean closes(byte[] document) {
    return new String(document, StandardCharsets.UTF_8).strip().endsWith("}");
  }
}
