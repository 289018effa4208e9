package portside.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import portside.provider.Lesson;
import portside.provider.Provider;
import portside.upstream.Upstream;

/// Who may answer which model. For now one provider per process.
public final class Routes {
  /// How many things a request may be refused for one after the other.
  private static final int MOST_LESSONS = 3;

  private final Provider provider;
  private final Upstream upstream;
  private final Lessons lessons;

  /// @param provider the one provider of this process
  /// @param upstream the way to it
  /// @param lessons what its refusals taught
  public Routes(Provider provider, Upstream upstream, Lessons lessons) {
    this.provider = provider;
    this.upstream = upstream;
    this.lessons = lessons;
  }

  /// The candidates for a model name the client sent, in order.
  public Route route(String requestedModel) {
    var model = provider.models().of(requestedModel);
    var dialect = lessons.applied(provider, model, provider.dialect().row(model));
    return new Route(new Candidate(provider, upstream, model, dialect), provider.timeouts().retries(), lessons);
  }

  /// Keeps what an answer taught about the model that gave it.
  ///
  /// @param said what the provider did
  public void learned(Candidate candidate, Lesson lesson, String said) {
    lessons.learn(candidate.provider(), candidate.model(), lesson, said);
  }

  /// The candidates for one request. Used by one thread.
  public static final class Route {
    private final int retries;
    private final Lessons lessons;
    private final List<Tried> tried = new ArrayList<>();
    private Candidate candidate;
    private int quickRetries;
    private int taught;

    Route(Candidate candidate, int retries, Lessons lessons) {
      this.candidate = candidate;
      this.retries = retries;
      this.lessons = lessons;
    }

    private record Tried(Lesson lesson, String said) {}

    /// Who is asked first.
    public Candidate first() {
      return candidate;
    }

    /// Who is asked after a failure; empty when the client gets the failure.
    public Optional<Candidate> after(Failure failure) {
      if (failure.lesson().isPresent()) {
        return taught(failure.lesson().get(), failure.fault().message());
      }
      return failure.quickRetry() && quickRetries++ < retries ? Optional.of(candidate) : Optional.empty();
    }

    /// The last candidate answered, so what its refusals taught was right.
    public void answered() {
      tried.forEach(one -> lessons.learn(candidate.provider(), candidate.model(), one.lesson(), one.said()));
    }

    private Optional<Candidate> taught(Lesson lesson, String said) {
      if (taught++ == MOST_LESSONS) {
        return Optional.empty();
      }
      if (!tried.isEmpty() && tried.getLast().said().equals(said)) {
        tried.removeLast(); // the same refusal again: that was not what it spoke of
      }
      tried.add(new Tried(lesson, said));
      candidate = new Candidate(candidate.provider(), candidate.upstream(), candidate.model(), lesson.applied(candidate.dialect()));
      return Optional.of(candidate);
    }
  }
}
