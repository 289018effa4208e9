package portside.translate.messages;

import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
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

/// A host of Anthropic's format in tests: one row, one request, one answer.
public final class Messages {
  /// A model that thinks, of a provider whose cache is told by marks.
  public static final Dialect ROW = STANDARD.as("messages").with(WIRE, Dialect.Wire.MESSAGES).with(REASONING, Dialect.Reasoning.THINKING)
      .with(EFFORTS, "low", "high").with(REPLAY, Dialect.Replay.ALL).with(PROMPT_CACHE, Dialect.PromptCache.MARKS);

  /// The provider and the model of all tests.
  public static final ModelIdentity MAKER = new ModelIdentity("acme", "glm-x");

  private Messages() {}

  /// Whether a golden folder is of this wire, as its name says.
  public static boolean speaks(Path folder) {
    return folder.getFileName().toString().startsWith("messages-");
  }

  /// The body that is built of a request.
  public static byte[] body(MessagesRequest request, Dialect row) {
    var context = new TranslatorContext("msg_test", MAKER.provider(), 100, Instant.EPOCH, UnaryOperator.identity(), "conversation-1");
    return new MessagesTranslator(request, row, MAKER.model(), new Provider.Limits(0, 0), MAKER.provider(), context).request().body();
  }

  /// The events of a body that is read.
  public static List<StreamEvent> events(byte[] body) {
    var feed = new AnswerFeed(new MessagesAnswer(AnswerContexts.of(ROW, Map.of(), AnswerRules.stoppingAt(List.of()))));
    var events = new ArrayList<StreamEvent>();
    feed.bytes(body, 0, body.length, events::add);
    feed.end(events::add);
    return events;
  }
}
