package portside.exchange.search;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.exchange.BoundedBody;
import portside.exchange.Client;
import portside.exchange.RequestScope;
import portside.exchange.watch.RequestWatchdog;
import portside.provider.SearchBackend;
import portside.translate.search.SearchBackendProtocol;
import portside.translate.search.SearchTool;
import portside.upstream.SendResult;
import portside.upstream.Upstream;
import portside.upstream.UpstreamAnswer;
import portside.wire.Json;
import portside.wire.SearchHit;

/// Searches the web at the backend of the env file. Opened with the first search: most instances never search.
public final class SearchClient implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SearchClient.class.getName());

  private final SearchBackend backend;
  private final Supplier<Upstream> way;
  private @Nullable Upstream open;
  private boolean closed;

  /// @param backend who searches
  /// @param way opens connections to it
  public SearchClient(SearchBackend backend, Supplier<Upstream> way) {
    this.backend = backend;
    this.way = way;
  }

  /// What came of a search.
  sealed interface Found {
    /// @param hits may be none
    record Pages(List<SearchHit> hits) implements Found {}

    /// @param result what the model is to be given; the pages stay at the provider
    record Echo(String result) implements Found {}

    /// @param code as clients know it (Anthropic API, "Web search tool")
    record Failed(String code) implements Found {}
  }

  /// Searches; ends when the client leaves.
  Found find(String query, SearchTool tool, RequestWatchdog watchdog) throws Client.Gone {
    if (query.isEmpty()) {
      return new Found.Failed("invalid_tool_input");
    }
    var request = SearchBackendProtocol.ask(backend.kind(), query, tool);
    var upstream = upstream();
    if (upstream == null) {
      return failed("the proxy is shutting down");
    }
    var attempt = upstream.attempt();
    watchdog.guards(attempt);
    return switch (attempt.send(request.path(), Map.of(), request.body(), false)) {
      case SendResult.Failed failed -> failed(failed.fault().message());
      case SendResult.Unauthorised(var fault) -> failed(fault.message());
      case SendResult.Cancelled _ -> cancelled(watchdog);
      case SendResult.Answered(var answer) -> {
        try (answer) {
          yield read(answer, tool);
        } catch (UpstreamAnswer.Broken broken) {
          yield broken.cancelled() ? cancelled(watchdog) : failed(broken.fault().message());
        } catch (Json.Malformed malformed) {
          yield failed("its answer is not what " + backend.kind().title() + " answers");
        }
      }
    };
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (open != null) {
        open.close();
      }
    }
  }

  /// The upstream, opened with the first call; null once this is closed.
  private synchronized @Nullable Upstream upstream() {
    if (open == null && !closed) {
      open = way.get();
    }
    return open;
  }

  private Found read(UpstreamAnswer answer, SearchTool tool) throws UpstreamAnswer.Broken, Json.Malformed {
    return switch (answer.status()) {
      case 200 -> new Found.Pages(SearchBackendProtocol.hits(backend.kind(), BoundedBody.readAll(answer), tool));
      case 429, 432, 433 -> { // the last two are Tavily's for a plan that is used up
        failed("it answered with status " + answer.status());
        yield new Found.Failed("too_many_requests");
      }
      case 401, 403 -> failed("it answered with status " + answer.status() + "; see WEB_SEARCH"
          + (backend.key().isEmpty() ? " and, at the instance, whether search.formats has json" : ""));
      default -> failed("it answered with status " + answer.status());
    };
  }

  private Found failed(String why) {
    LOG.log(Level.WARNING, "a web search at " + backend.kind().title() + " failed: " + why);
    return new Found.Failed("unavailable");
  }

  private static Found cancelled(RequestWatchdog watchdog) throws Client.Gone {
    RequestScope.toldOf(watchdog.ended());
    return new Found.Failed("unavailable");
  }
}
