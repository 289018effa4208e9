package portside.exchange;

import java.util.Optional;
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

/// A client's request, as routing asks about it.
///
/// @param size by our own count
/// @param calibration knows how candidates count
/// @param backend whether the web can be searched for those who do not search themselves
record RequestDemand(MessagesRequest request, RequestSize size, String conversation, Optional<Choice> choice, Calibration calibration, boolean backend)
    implements Demand {
  /// What a client's request asks for.
  static RequestDemand of(Client client, MessagesRequest request, RequestSize size, Routes routes, Calibration calibration, boolean backend) {
    var conversation = routes.current().chain().several() ? ConversationName.forRouting(client, request) : "";
    return new RequestDemand(request, size, conversation, Pins.choice(client, request, routes), calibration, backend);
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
