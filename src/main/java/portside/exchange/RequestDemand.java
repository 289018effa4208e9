package portside.exchange;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.counting.Calibration;
import portside.counting.RequestSize;
import portside.counting.TruncationDetector;
import portside.routing.Candidate;
import portside.routing.Choice;
import portside.routing.Demand;
import portside.routing.Routes;
import portside.translate.fault.ContextOverflow;
import portside.translate.search.ProviderSearch;
import portside.translate.search.RequiredServerTool;
import portside.wire.Fault;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;

/// A client's request, as routing asks about it. Safe for any number of threads.
final class RequestDemand implements Demand {
  private final Client client;
  private final MessagesRequest request;
  private final RequestSize size;
  private final Optional<Choice> choice;
  private final Calibration calibration;
  private final boolean backend;
  /// Made when it is first asked for; as good from any thread.
  private @Nullable String conversation;

  /// @param size by our own count
  /// @param named the name of the conversation, where the client says which it is; else empty
  /// @param calibration knows how candidates count
  /// @param backend whether the web can be searched for those who do not search themselves
  RequestDemand(Client client, MessagesRequest request, RequestSize size, String named, Routes routes, Calibration calibration, boolean backend) {
    this.client = client;
    this.request = request;
    this.size = size;
    this.conversation = named.isEmpty() ? null : named;
    this.choice = Pins.choice(client, request, routes);
    this.calibration = calibration;
    this.backend = backend;
  }

  @Override
  public String conversation() {
    if (conversation == null) {
      conversation = ConversationName.ofWords(client, request);
    }
    return conversation;
  }

  @Override
  public Optional<Choice> choice() {
    return choice;
  }

  @Override
  public String model() {
    return request.model();
  }

  @Override
  public boolean stream() {
    return request.stream();
  }

  @Override
  public boolean pictures() {
    return size.media() > 0 && request.messages().stream().flatMap(message -> message.content().stream()).anyMatch(RequestDemand::isPicture);
  }

  private static boolean isPicture(ContentBlock block) {
    return block instanceof ContentBlock.Image
        || block instanceof ContentBlock.ToolResult result && result.content().stream().anyMatch(RequestDemand::isPicture);
  }

  @Override
  public boolean possibleFor(Candidate candidate) {
    var demanded = RequiredServerTool.of(request);
    return demanded.isEmpty() || demanded.get().equals("web_search") && (backend || ProviderSearch.of(candidate.dialect()) != ProviderSearch.NONE);
  }

  @Override
  public long atLeast(Candidate candidate) {
    var learned = calibration.known(candidate, size);
    return learned.isPresent() ? (long) (learned.getAsLong() / TruncationDetector.OVER) : (long) (size.tokens() / TruncationDetector.FAR_OVER);
  }

  @Override
  public Fault tooLong(Candidate largest, long window) {
    return ContextOverflow.of(Math.max(calibration.estimate(largest, size), window + 1), window);
  }
}
