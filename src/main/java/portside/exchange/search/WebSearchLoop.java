package portside.exchange.search;

import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import portside.exchange.Client;
import portside.exchange.Round;
import portside.exchange.watch.RequestWatchdog;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.routing.Plan;
import portside.routing.Step.Why;
import portside.translate.search.ProviderSearch;
import portside.translate.search.RequiredServerTool;
import portside.translate.search.SearchMessageMerger;
import portside.translate.search.SearchPrompts;
import portside.translate.search.SearchRounds;
import portside.translate.search.SearchTool;
import portside.translate.search.SearchUnavailable;
import portside.wire.Json;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;

/// Has one candidate answer a request that may ask for a search of the web, by the first of these ways there is.
///
/// ```
///   the client's own tools of the server pass         ─► one round
///   the model may do without, and there is no search  ─► one round without it
///   the client insists on it, and there is no search  ─► its error, and no round at all
///   the provider searches while it answers            ─► one round
///   the provider wants its calls echoed               ─► rounds until one has no search, each search echoed
///   a backend in the env file                         ─► rounds until one has no search, each search run there
/// ```
public final class WebSearchLoop implements Round {
  /// The most rounds of a request: enough for any search, and an end for a model that never stops calling.
  private static final int MOST_ROUNDS = 12;

  private static final Outcome NOBODY_ASKED = new Outcome.Own();

  private final Optional<SearchClient> backend;
  private final Candidate candidate;
  private final Round round;
  private final RequestWatchdog watchdog;
  private final Supplier<StreamEvent.MessageStart> start;

  /// @param backend who searches where the provider does not
  /// @param candidate who answers
  /// @param round asks it once
  /// @param watchdog watches over the request
  /// @param start of a message that no candidate writes
  public WebSearchLoop(Optional<SearchClient> backend, Candidate candidate, Round round, RequestWatchdog watchdog,
      Supplier<StreamEvent.MessageStart> start) {
    this.backend = backend;
    this.candidate = candidate;
    this.round = round;
    this.watchdog = watchdog;
    this.start = start;
  }

  /// Runs one search.
  private interface Search {
    SearchClient.Found run(SearchMessageMerger.SearchCall call) throws Client.Gone;
  }

  @Override
  public void flush() throws Client.Gone {
    round.flush();
  }

  @Override
  public Outcome ask(MessagesRequest request, Why why, Consumer<StreamEvent> out) throws Client.Gone {
    var own = ProviderSearch.of(candidate.dialect(), request);
    if (own == ProviderSearch.PASSES) {
      return round.ask(request, why, out);
    }
    var tool = SearchTool.in(request);
    var demanded = RequiredServerTool.of(request);
    var possible = tool.isPresent() && (own != ProviderSearch.NONE || backend.isPresent());
    if (demanded.isPresent() && !(possible && demanded.get().equals("web_search"))) {
      SearchUnavailable.write(start.get(), demanded.get(), RequiredServerTool.query(request), unavailable(demanded.get()), out);
      flush();
      return NOBODY_ASKED;
    }
    if (!possible || own == ProviderSearch.WITHIN) {
      return round.ask(request, why, out);
    }
    var limits = tool.get();
    var merger = new SearchMessageMerger(limits, RequiredServerTool.query(request), demanded.isPresent(), out);
    if (own == ProviderSearch.ECHO) {
      return rounds(SearchRounds.asOffered(request, limits), merger, limits.maxUses(), why, WebSearchLoop::echoed, Optional.empty());
    }
    var unforced = demanded.isPresent() && candidate.dialect().get(FORCED_TOOL_CHOICE) != ForcedToolChoice.YES
        && !RequiredServerTool.query(request).isEmpty();
    return rounds(SearchRounds.withFunction(request, limits), merger, limits.maxUses(), why,
        call -> backend.get().find(call.query(), limits, watchdog), unforced ? Optional.of(start.get()) : Optional.empty());
  }

  /// @param atOnce how a message starts whose first search waits for no model, because this one could not be made to search
  private Outcome rounds(SearchRounds rounds, SearchMessageMerger merger, int uses, Why why, Search search,
      Optional<StreamEvent.MessageStart> atOnce) throws Client.Gone {
    atOnce.ifPresent(merger::searchAtOnce);
    for (int number = atOnce.isPresent() ? 0 : 1, left = uses; ; number++) {
      var outcome = number == 0 ? NOBODY_ASKED : number == 1 ? round.ask(rounds.request(), why, merger) : further(rounds.request(), merger);
      if (!(outcome instanceof Outcome.Answered || outcome instanceof Outcome.Own)) {
        return outcome;
      }
      var results = new ArrayList<ContentBlock>();
      for (var call : merger.asked()) {
        results.add(result(call, merger, left-- > 0, search));
        flush();
      }
      if (results.isEmpty() || merger.mustEnd() || number == MOST_ROUNDS) {
        merger.end();
        flush();
        return outcome;
      }
      rounds.answered(merger.said(), results, left > 0 && number + 1 < MOST_ROUNDS);
      merger.next();
    }
  }

  /// A further round is asked once more where the plan would have a first one repeated; the plan itself can start only from the beginning.
  private Outcome further(MessagesRequest request, SearchMessageMerger merger) throws Client.Gone {
    var outcome = round.ask(request, Why.SEARCHED, merger);
    var again = outcome instanceof Outcome.Failed failed && failed.mayRepeat() && watchdog.pause(Plan.BEFORE_REPEAT);
    return again ? round.ask(request, Why.SEARCHED, merger) : outcome;
  }

  private static ContentBlock result(SearchMessageMerger.SearchCall call, SearchMessageMerger merger, boolean allowed,
      Search search) throws Client.Gone {
    var found = allowed ? search.run(call) : new SearchClient.Found.Failed("max_uses_exceeded");
    var text = switch (found) {
      case SearchClient.Found.Pages(var hits) -> {
        merger.found(call, hits);
        yield SearchPrompts.found(call.query(), hits);
      }
      case SearchClient.Found.Echo(var words) -> {
        merger.found(call, List.of());
        yield words;
      }
      case SearchClient.Found.Failed(var code) -> {
        merger.failed(call, code);
        yield SearchPrompts.failed(code);
      }
    };
    return new ContentBlock.ToolResult(call.use().id(), List.of(new ContentBlock.Text(text)), false);
  }

  /// The result of a search whose pages stay at the provider, where the arguments name them.
  private static SearchClient.Found echoed(SearchMessageMerger.SearchCall call) {
    return new SearchClient.Found.Echo(Json.text(call.use().input()));
  }

  private String unavailable(String tool) {
    var provider = candidate.provider();
    return tool.equals("web_search")
        ? "No web search was run: " + provider.name() + " has none of its own that the proxy can use, and no other is set up. To have one, set "
            + "WEB_SEARCH=searxng:<url>, brave:<key> or tavily:<key> in " + provider.source() + " and restart the proxy."
        : "No page was fetched: the proxy runs no " + tool + ". Fetch the page with a tool of the client's own.";
  }
}
