package portside.routing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import portside.provider.Credential;
import portside.provider.Provider;

/// What a key is used up for: the provider's address and the key, whatever members of the chain share them. Both are digests, because an address
/// may name an account and the state of routing is kept in a file.
///
/// @param address digest of the address, twelve hexadecimal digits
/// @param key digest of the key, see [Credential#digest()]
public record Account(String address, String key) {
  private static final int DIGEST_BYTES = 6;

  static Account of(Candidate candidate) {
    return new Account(digest(candidate.provider().site()), candidate.credential().digest());
  }

  /// @param key its place, from 1
  static Account of(Provider member, int key) {
    return new Account(digest(member.site()), member.destination().credentials().get(key - 1).digest());
  }

  /// The same text always gives the same digits, and they do not give the text.
  static String digest(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
