package portside.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A value that must not be shown: `toString` hides it, so no log, error or record can leak it by accident.
public final class Secret {
  private final String value;
  /// Computed when it is first asked for; as good from any thread.
  private @Nullable String digest;

  /// @param value the secret; empty for none
  public Secret(String value) {
    this.value = value;
  }

  /// The secret itself, for the one header it belongs in.
  public String reveal() {
    return value;
  }

  /// Whether there is none.
  public boolean isEmpty() {
    return value.isEmpty();
  }

  /// Tells secrets apart without telling any: the first twelve hexadecimal digits of its SHA-256.
  public String digest() {
    var known = digest;
    if (known == null) {
      known = HexFormat.of().formatHex(sha256(value), 0, 6);
      digest = known;
    }
    return known;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value.isEmpty() ? "(none)" : "(hidden)";
  }
}
