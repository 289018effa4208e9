package portside.provider;

import java.util.Map;
import java.util.Optional;

/// How a request is authorised. It is asked again for each request that is sent, so that one whose secret changes can give the current one.
public sealed interface Credential {
  /// The headers that authorise a request sent now, name and value; none when it needs none.
  Map<String, Secret> headers();

  /// What must not be shown when a text quotes it; empty when there is no secret.
  Optional<Secret> secret();

  /// Nothing is sent.
  record None() implements Credential {
    @Override
    public Map<String, Secret> headers() {
      return Map.of();
    }

    @Override
    public Optional<Secret> secret() {
      return Optional.empty();
    }
  }

  /// `Authorization: Bearer <token>`.
  record Bearer(Secret token) implements Credential {
    @Override
    public Map<String, Secret> headers() {
      return Map.of("Authorization", new Secret("Bearer " + token.reveal()));
    }

    @Override
    public Optional<Secret> secret() {
      return Optional.of(token);
    }
  }

  /// The key alone in a header of its own, such as Azure's `api-key`.
  record HeaderKey(String header, Secret key) implements Credential {
    @Override
    public Map<String, Secret> headers() {
      return Map.of(header, key);
    }

    @Override
    public Optional<Secret> secret() {
      return Optional.of(key);
    }
  }
}
