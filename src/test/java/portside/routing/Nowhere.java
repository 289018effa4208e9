package portside.routing;

import portside.provider.Credential;
import portside.upstream.Attempt;
import portside.upstream.Upstream;

/// A way on which nothing may be sent.
record Nowhere() implements Upstream {
  @Override
  public Attempt attempt(Credential credential) {
    throw new IllegalStateException("nothing is sent");
  }

  @Override
  public Attempt attempt() {
    throw new IllegalStateException("nothing is sent");
  }

  @Override
  public void close() {}
}
