package portside.routing;

import java.util.Optional;
import portside.provider.Provider;
import portside.upstream.Upstream;

/// Who may answer which model. For now one provider per process.
public final class Routes {
  private final Provider provider;
  private final Upstream upstream;

  /// @param provider the one provider of this process
  /// @param upstream the way to it
  public Routes(Provider provider, Upstream upstream) {
    this.provider = provider;
    this.upstream = upstream;
  }

  /// The candidates for a model name the client sent, in order.
  public Route route(String requestedModel) {
    var model = provider.models().of(requestedModel);
    return new Route(new Candidate(provider, upstream, model, provider.dialect().row(model)), provider.timeouts().retries());
  }

  /// The candidates for one request. Used by one thread.
  public static final class Route {
    private final Candidate candidate;
    private int quickRetries;

    Route(Candidate candidate, int quickRetries) {
      this.candidate = candidate;
      this.quickRetries = quickRetries;
    }

    /// Who is asked first.
    public Candidate first() {
      return candidate;
    }

    /// Who is asked after a failure; empty when the client gets the failure.
    public Optional<Candidate> after(Failure failure) {
      if (!failure.quickRetry() || quickRetries == 0) {
        return Optional.empty();
      }
      quickRetries--;
      return Optional.of(candidate);
    }
  }
}
