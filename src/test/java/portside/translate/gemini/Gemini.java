package portside.translate.gemini;

import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.MEDIA_IN_RESULTS;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.WIRE;
import static portside.provider.dialect.Dialect.STANDARD;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerContexts;
import portside.translate.AnswerFeed;
import portside.translate.TranslatorContext;
import portside.translate.answer.AnswerRules;
import portside.translate.reasoning.ModelIdentity;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;

/// Gemini's own language in tests: one row, one request, one answer.
public final class Gemini {
  /// A model that thinks by level and signs its calls.
  public static final Dialect ROW = STANDARD.as("gemini").with(WIRE, Dialect.Wire.GEMINI).with(SAMPLING, Dialect.Sampling.DROP)
      .with(REASONING, Dialect.Reasoning.EFFORT).with(EFFORTS, "low", "medium", "high").with(OFF, Dialect.Off.WEAKEST)
      .with(CALL_SIGNATURES, Dialect.CallSignatures.GOOGLE).with(MEDIA_IN_RESULTS, true);

  /// The provider and the model of all tests.
  public static final ModelIdentity MAKER = new ModelIdentity("acme", "model-x");

  private Gemini() {}

  /// Whether a golden folder is of this wire, as its name says.
  public static boolean speaks(Path folder) {
    return folder.getFileName().toString().startsWith("gemini-");
  }

  /// The translator of a request to a model of that name.
  public static GeminiTranslator translator(MessagesRequest request, Dialect row, String model) {
    var context = new TranslatorContext("msg_test", MAKER.provider(), 100, Instant.EPOCH, UnaryOperator.identity(), "conversation-1");
    return new GeminiTranslator(request, row, model, new Provider.Limits(0, 0), MAKER.provider(), context);
  }

  /// The body sent for a request.
  public static byte[] body(MessagesRequest request, Dialect row) {
    return translator(request, row, MAKER.model()).request().body();
  }

  /// The events of a body.
  public static List<StreamEvent> events(byte[] body) {
    var feed = new AnswerFeed(new GeminiAnswer(AnswerContexts.of(ROW, Map.of(), AnswerRules.stoppingAt(List.of()))));
    var events = new ArrayList<StreamEvent>();
    feed.bytes(body, 0, body.length, events::add);
    feed.end(events::add);
    return events;
  }
}
