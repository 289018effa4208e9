package portside.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import portside.provider.Dialect.ForcedToolChoice;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.routing.Plan;
import portside.routing.Step.Why;
import portside.translate.search.Demand;
import portside.translate.search.NoSearch;
import portside.translate.search.OwnSearch;
import portside.translate.search.SearchRounds;
import portside.translate.search.SearchTool;
import portside.translate.search.SearchWeave;
import portside.translate.search.SearchWords;
import portside.wire.Json;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// Has one candidate answer a request that may ask for a search of the web, by the first of these ways there is.
///
/// ```
///   the model may do without, and there is no search  ─► one round without it
///   the client insists on it, and there is no search  ─► its error, and no round at all
///   the provider searches while it answers            ─► one round
///   the provider wants its calls echoed               ─► rounds until one has no search, each search echoed
///   a backend in the env file                         ─► rounds until one has no search, each search run there
/// ```
final class Searching {
  /// Enough for any search; a model that never stops calling must not run for ever.
  private static final int MOST_ROUNDS = 12;

  private static final Outcome NOBODY_ASKED = new Outcome.Answered(Usage.of(0, 0));

  private final Optional<WebSearch> backend;
  private final Candidate candidate;
  private final Why why;
  private final Round round;
  private final Consumer<StreamEvent> out;
  private final Reply reply;
  private final Vigil vigil;

  /// @param backend who searches where the provider does not
  /// @param why it is asked first
  /// @param round asks the candidate
  /// @param out takes the message
  /// @param reply to flush what it took
  Searching(Optional<WebSearch> backend, Candidate candidate, Why why, Round round, Consumer<StreamEvent> out, Reply reply, Vigil vigil) {
    this.backend = backend;
    this.candidate = candidate;
    this.why = why;
    this.round = round;
    this.out = out;
    this.reply = reply;
    this.vigil = vigil;
  }

  /// One request to the candidate.
  interface Round {
    /// @param out takes the events of the answer
    Outcome ask(MessagesRequest request, Why why, Consumer<StreamEvent> out) throws Client.Gone;
  }

  /// Runs one search.
  private interface Search {
    WebSearch.Found run(SearchWeave.Call call) throws Client.Gone;
  }

  /// @param start of a message that no candidate writes
  Outcome answer(MessagesRequest request, Supplier<StreamEvent.MessageStart> start) throws Client.Gone {
    var tool = SearchTool.in(request);
    var own = OwnSearch.of(candidate.dialect());
    var demanded = Demand.of(request);
    var possible = tool.isPresent() && (own != OwnSearch.NONE || backend.isPresent());
    if (demanded.isPresent() && !(possible && demanded.get().equals("web_search"))) {
      NoSearch.write(start.get(), demanded.get(), Demand.query(request), unavailable(demanded.get()), out);
      reply.flush();
      return NOBODY_ASKED;
    }
    if (!possible || own == OwnSearch.WITHIN) {
      return round.ask(request, why, out);
    }
    var limits = tool.get();
    var weave = new SearchWeave(limits, Demand.query(request), demanded.isPresent(), out);
    if (own == OwnSearch.ECHO) {
      return rounds(SearchRounds.asOffered(request, limits), weave, limits.maxUses(), Searching::echoed, Optional.empty());
    }
    var unforced = demanded.isPresent() && candidate.dialect().forcedToolChoice() != ForcedToolChoice.YES && !Demand.query(request).isEmpty();
    return rounds(SearchRounds.withFunction(request, limits), weave, limits.maxUses(), call -> backend.get().find(call.query(), limits, vigil),
        unforced ? Optional.of(start.get()) : Optional.empty());
  }

  /// @param atOnce how a message starts whose first search waits for no model, because this one could not be made to search
  private Outcome rounds(SearchRounds rounds, SearchWeave weave, int uses, Search search, Optional<StreamEvent.MessageStart> atOnce)
      throws Client.Gone {
    atOnce.ifPresent(weave::searchAtOnce);
    for (int number = atOnce.isPresent() ? 0 : 1, left = uses; ; number++) {
      var outcome = number == 0 ? NOBODY_ASKED : ask(rounds.request(), weave, number);
      if (!(outcome instanceof Outcome.Answered)) {
        return outcome;
      }
      var results = new ArrayList<ContentBlock>();
      for (var call : weave.asked()) {
        results.add(result(call, weave, left-- > 0, search));
        reply.flush();
      }
      if (results.isEmpty() || weave.mustEnd() || number == MOST_ROUNDS) {
        weave.end();
        reply.flush();
        return outcome;
      }
      rounds.answered(weave.said(), results, left > 0 && number + 1 < MOST_ROUNDS);
      weave.next();
    }
  }

  /// A later round is asked once more where routing would ask a first one once more; routing itself can start only from the beginning.
  private Outcome ask(MessagesRequest request, SearchWeave weave, int number) throws Client.Gone {
    if (number <= 1) {
      return round.ask(request, why, weave);
    }
    var outcome = round.ask(request, Why.SEARCHED, weave);
    var again = outcome instanceof Outcome.Failed failed && failed.mayRepeat() && vigil.pause(Plan.BEFORE_REPEAT);
    return again ? round.ask(request, Why.SEARCHED, weave) : outcome;
  }

  private static ContentBlock result(SearchWeave.Call call, SearchWeave weave, boolean allowed, Search search) throws Client.Gone {
    var found = allowed ? search.run(call) : new WebSearch.Found.Failed("max_uses_exceeded");
    var text = switch (found) {
      case WebSearch.Found.Pages(var hits) -> {
        weave.found(call, hits);
        yield SearchWords.found(call.query(), hits);
      }
      case WebSearch.Found.Echo(var words) -> {
        weave.found(call, List.of());
        yield words;
      }
      case WebSearch.Found.Failed(var code) -> {
        weave.failed(call, code);
        yield SearchWords.failed(code);
      }
    };
    return new ContentBlock.ToolResult(call.use().id(), List.of(new ContentBlock.Text(text)), false);
  }

  /// What was found stays at the provider; the arguments name it there.
  private static WebSearch.Found echoed(SearchWeave.Call call) {
    return new WebSearch.Found.Echo(Json.text(call.use().input()));
  }

  private String unavailable(String tool) {
    var provider = candidate.provider();
    return tool.equals("web_search")
        ? "No web search was run: " + provider.name() + " has none of its own that the proxy can use, and no other is set up. To have one, set "
            + "WEB_SEARCH=searxng:<url>, brave:<key> or tavily:<key> in " + provider.source() + " and restart the proxy."
        : "No page was fetched: the proxy runs no " + tool + ". Fetch the page with a tool of the client's own.";
  }
}
