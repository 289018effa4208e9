package portside.routing;

import portside.provider.Credential;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.upstream.Upstream;

/// Somebody who may answer a request: a provider, the way to it, and the model it would use.
///
/// @param provider who
/// @param key the place of the key among the provider's, from 1
/// @param upstream the way
/// @param model the provider's own name of the model
/// @param dialect the row for that model
public record Candidate(Provider provider, int key, Upstream upstream, String model, Dialect dialect) {
  /// The one that authorises.
  public Credential credential() {
    return provider.destination().credentials().get(key - 1);
  }

  /// Where this model is asked.
  ///
  /// @param path of the endpoint, such as `/chat/completions`
  /// @return what stands behind the base URL
  public String path(String path) {
    return provider.endpoint().path(model, path);
  }
}
