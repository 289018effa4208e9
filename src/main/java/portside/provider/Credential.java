package portside.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// How a request is authorised. It is asked again for each request that is sent, so that one whose secret changes can give the current one.
public sealed interface Credential {
  /// The headers that authorise a request sent now, name and value; none when it needs none.
  Map<String, Secret> headers();

  /// What must not be shown when a text quotes it; empty when there is no secret.
  Optional<Secret> secret();

  /// Tells credentials apart without telling any: the first twelve hexadecimal digits of the SHA-256 of its secret, `none` where there is none.
  default String digest() {
    return secret().map(secret -> HexFormat.of().formatHex(sha256(secret.reveal()), 0, 6)).orElse("none");
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

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
