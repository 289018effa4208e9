package portside.counting;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import portside.recording.CountedRequests;
import portside.recording.CountedRequests.Counted;
import portside.recording.RecordingCases;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;

/// How near the estimate is to what providers counted, once ten answers of the same model were seen. The order of the answers is shuffled many
/// times, so that nothing depends on which ten came first.
class RecordedCountsTest {
  private static final int SEEN = 10;
  private static final int ENOUGH = 12;
  private static final int ORDERS = 40;

  /// Of smaller ones the few tokens of a template are a large part.
  private static final int SMALLEST = 200;

  /// Requests of one program, as in life.
  @Test
  void requestsOfClaudeCodeAreWithinTwoPercent() throws Exception {
    assumeTrue(RecordingCases.present());
    var models = models(recorded -> recorded.name().contains("/claude-code--"));
    assertFalse(models.isEmpty());
    models.forEach((model, cases) -> assertTrue(medianError(cases) < 0.02, model + ": " + medianError(cases)));
  }

  /// Requests of a dozen programs to one model, each with tools and shapes of its own, most of a few hundred tokens. Uncorrected, the counts
  /// are wrong by 20 to 80 %. One case in ten stays wrong by 10 to 20 % or more: a tool that is forced and not only offered saves Grok 160 of 390
  /// tokens, a schema for the answer adds 200 to Claude's 100, and the same prompt was recorded once with 1,049 and once with 2,073 tokens.
  @Test
  void requestsOfAllKindsAreWithinSixPercent() throws Exception {
    assumeTrue(RecordingCases.present());
    var models = models(_ -> true);
    assertTrue(models.size() >= 4, models.keySet().toString());
    models.forEach((model, cases) -> assertTrue(medianError(cases) < 0.06, model + ": " + medianError(cases)));
  }

  private static double medianError(List<Counted> cases) {
    var errors = new ArrayList<Double>();
    for (int order = 0; order < ORDERS; order++) {
      var answers = new ArrayList<>(cases);
      Collections.shuffle(answers, new Random(order));
      var fit = new TokenFit();
      for (var answer : answers) {
        var size = TokenCounter.quick(answer.request());
        if (fit.answers() >= SEEN) {
          errors.add(Math.abs(fit.estimate(size) - answer.reported()) / (double) answer.reported());
        }
        fit.learn(size, answer.reported());
      }
    }
    Collections.sort(errors);
    return errors.get(errors.size() / 2);
  }

  private static Map<String, List<Counted>> models(Predicate<Counted> which) throws Exception {
    var models = CountedRequests.all().stream()
        .filter(recorded -> recorded.reported() >= SMALLEST && foreseeable(recorded.request()) && which.test(recorded))
        .collect(Collectors.groupingBy(Counted::model, TreeMap::new, Collectors.toList()));
    models.values().removeIf(cases -> cases.size() < ENOUGH);
    return models;
  }

  /// Neither pictures and files, whose size the request does not tell, nor tools that the provider itself runs and whose results it counts.
  private static boolean foreseeable(MessagesRequest request) {
    return request.tools().stream().noneMatch(MessagesRequest.Tool.Typed.class::isInstance)
        && request.messages().stream().allMatch(message -> message.content().stream().allMatch(RecordedCountsTest::foreseeable));
  }

  private static boolean foreseeable(ContentBlock block) {
    return switch (block) {
      case ContentBlock.Image _, ContentBlock.Document _, ContentBlock.ServerWork _, ContentBlock.ContainerUpload _ -> false;
      case ContentBlock.ToolResult result -> result.content().stream().allMatch(RecordedCountsTest::foreseeable);
      case ContentBlock.Text _, ContentBlock.SearchResult _, ContentBlock.ToolUse _, ContentBlock.ToolReference _, ContentBlock.Compaction _,
          ContentBlock.Thinking _, ContentBlock.RedactedThinking _, ContentBlock.ToolAdded _, ContentBlock.ToolRemoved _,
          ContentBlock.CacheMark _, ContentBlock.Unknown _ -> true;
    };
  }
}
