package portside.translate.responses;

import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.WIRE;
import static portside.provider.dialect.Dialect.STANDARD;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerContext;
import portside.translate.AnswerFeed;
import portside.translate.AnswerStream;
import portside.translate.TranslatorContext;
import portside.translate.answer.AnswerRules;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.search.OfferedSearch;
import portside.translate.tools.ToolNameResolver;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;

/// The Responses wire in tests: one row, one request, one answer.
public final class Responses {
  /// A model that reasons, of a provider with a cache by key.
  public static final Dialect ROW =
      STANDARD.as("responses").with(WIRE, Dialect.Wire.RESPONSES).with(SAMPLING, Dialect.Sampling.DROP).with(REASONING, Dialect.Reasoning.EFFORT)
          .with(EFFORTS, "none", "low", "medium", "high", "xhigh").with(OFF, Dialect.Off.EFFORT_NONE).with(REPLAY, Dialect.Replay.ALL)
          .with(PROMPT_CACHE, Dialect.PromptCache.KEY);

  /// The provider and the model of all tests.
  public static final ModelIdentity MAKER = new ModelIdentity("acme", "gpt-x");

  private static final AnswerContext CONTEXT = new AnswerContext("msg_test", "claude-test", 100,
      new ToolNameResolver(Set.of("Read", "Bash", "edit_file", "edit_files"), UnaryOperator.identity()), Map.of(), AnswerRules.stoppingAt(List.of()), 50,
      MAKER, ROW, MAKER.provider(), UnaryOperator.identity(), OfferedSearch.NONE, Instant.EPOCH);

  private Responses() {}

  /// Whether a golden folder is of this wire, as its name says.
  public static boolean speaks(Path folder) {
    return folder.getFileName().toString().startsWith("responses-");
  }

  /// The body sent for a request.
  public static byte[] body(MessagesRequest request, Dialect row) {
    var context = new TranslatorContext("msg_test", MAKER.provider(), 100, Instant.EPOCH, UnaryOperator.identity(), "conversation-1");
    return new ResponsesTranslator(request, row, MAKER.model(), new Provider.Limits(0, 0), MAKER.provider(), context).request().body();
  }

  /// The machine under test.
  static AnswerStream answer() {
    return new ResponsesAnswer(CONTEXT);
  }

  /// The events of a body that arrives in pieces of at most this size and ends cleanly.
  public static List<StreamEvent> events(byte[] body, int pieceSize) {
    var feed = new AnswerFeed(answer());
    var events = new ArrayList<StreamEvent>();
    for (int from = 0; from < body.length; from += pieceSize) {
      feed.bytes(body, from, Math.min(pieceSize, body.length - from), events::add);
    }
    feed.end(events::add);
    return events;
  }
}
