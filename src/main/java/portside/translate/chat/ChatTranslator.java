package portside.translate.chat;

import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import portside.provider.Dialect;
import portside.provider.Provider;
import portside.translate.AnswerStream;
import portside.translate.Translator;
import portside.translate.UnspokenAnswer;
import portside.translate.answer.AnswerRules;
import portside.translate.fault.ErrorToFault;
import portside.translate.fault.Refused;
import portside.translate.thought.Maker;
import portside.translate.search.OfferedSearch;
import portside.translate.tools.ToolNames;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.openai.ChatRequest;

/// Speaks OpenAI chat completions for one request.
public final class ChatTranslator implements Translator {
  /// What a pure translator cannot make up itself.
  ///
  /// @param messageId `msg_…`, the id of the answer
  /// @param endpoint which provider this is, for telling its thoughts from those of others: the same after a restart
  /// @param inputEstimate tokens of the request, roughly; the provider's count replaces it at the end of the answer
  /// @param now for waiting times that are given as a date
  /// @param blot takes secrets out of a provider's error text
  /// @param conversation a name for the conversation, the same in each of its turns, that tells nothing of the user; empty for none
  public record Given(String messageId, String endpoint, long inputEstimate, Instant now, UnaryOperator<String> blot, String conversation) {}

  private final MessagesRequest request;
  private final Dialect dialect;
  private final String upstreamModel;
  private final Provider.Limits limits;
  private final String providerName;
  private final Given given;
  /// The limit that was sent, 0 for none.
  private long limit;
  private byte[] body = {};

  /// @param request of the client
  /// @param dialect of the provider for that model
  /// @param upstreamModel the provider's name of the model
  /// @param limits bounds of `max_tokens`
  /// @param providerName for messages to people
  /// @param given what must come from outside
  public ChatTranslator(MessagesRequest request, Dialect dialect, String upstreamModel, Provider.Limits limits, String providerName, Given given) {
    this.request = request;
    this.dialect = dialect;
    this.upstreamModel = upstreamModel;
    this.limits = limits;
    this.providerName = providerName;
    this.given = given;
  }

  @Override
  public Call request() {
    var sent = RequestToChat.translate(request, dialect, maker(), limits, given.conversation());
    body = sent.bytes();
    limit = sent.limit() == null ? 0 : sent.limit().tokens();
    return new Call("/chat/completions", headers(), body, sent.stream());
  }

  private Map<String, String> headers() {
    var unused = dialect.affinityHeader().isEmpty() || given.conversation().isEmpty();
    return unused ? Map.of() : Map.of(dialect.affinityHeader(), given.conversation());
  }

  @Override
  public AnswerStream answer() {
    body = new byte[0]; // a stream may be open for long, and only a refusal asks what was sent
    var search = OfferedSearch.of(request, dialect);
    var names = new ToolNames(request, search.names());
    var answer = new ChatAnswer(new ChatAnswer.Context(given.messageId(), request.model(), given.inputEstimate(), names::toClient, names.schemas(),
        AnswerRules.of(request), limit, maker(), dialect, providerName), given.blot(), search);
    return UnspokenAnswer.of(answer, request);
  }

  private Maker maker() {
    return new Maker(given.endpoint(), upstreamModel);
  }

  @Override
  public Refused refused(int status, Function<String, String> headers, byte[] answer) {
    var errors = new ErrorToFault(providerName, upstreamModel, dialect, given.inputEstimate(), limit, given.blot());
    return errors.refused(status, headers, answer, given.now(), body);
  }
}
