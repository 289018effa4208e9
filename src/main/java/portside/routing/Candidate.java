package portside.routing;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import portside.provider.Credential;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Lesson;
import portside.upstream.Upstream;

/// A provider that may answer a request, with the way to it, one of its keys and the model it would use.
///
/// @param provider the member of the chain
/// @param key the place of the key among the provider's, from 1
/// @param upstream the way to it
/// @param model the provider's own name of the model
/// @param dialect the row for that model
/// @param healed whether the row was changed for this request alone, so that less may be sent than was asked
public record Candidate(Provider provider, int key, Upstream upstream, String model, Dialect dialect, boolean healed) {
  /// The key that authorises.
  public Credential credential() {
    return provider.destination().credentials().get(key - 1);
  }

  /// The same, asked as a refusal said it must be.
  Candidate healed(Lesson lesson) {
    return new Candidate(provider, key, upstream, model, lesson.applied(dialect), true);
  }

  /// The same for a request that a client makes, which may show its own key.
  ///
  /// @param headers gives a header of the client's request by name, or null
  public Candidate shownBy(Function<String, @Nullable String> headers) {
    return provider.destination().fromClient() ? new Candidate(provider.shownBy(headers), key, upstream, model, dialect, healed) : this;
  }

  /// Where this model is asked.
  ///
  /// @param path of the endpoint, such as `/chat/completions`
  /// @return what stands behind the base URL
  public String path(String path) {
    return provider.endpoint().path(model, path);
  }
}
