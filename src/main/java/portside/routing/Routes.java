package portside.routing;

import portside.provider.Provider;
import portside.provider.dialect.Lesson;
import portside.upstream.Upstream;

/// Who may answer which model. For now one provider per process.
public final class Routes {
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

  /// The walk of a request through the candidates for the model its client names.
  public Plan plan(String requestedModel) {
    return new Plan(first(requestedModel), provider.retries(), lessons);
  }

  /// Who would be asked first for the model a client names.
  public Candidate first(String requestedModel) {
    var model = provider.models().of(requestedModel);
    return new Candidate(provider, 1, upstream, model, lessons.applied(provider, model, provider.dialect().row(model)));
  }

  /// Keeps what an answer taught about the model that gave it.
  ///
  /// @param said what the provider did
  public void learned(Candidate candidate, Lesson lesson, String said) {
    lessons.learn(candidate.provider(), candidate.model(), lesson, said);
  }
}
