package portside.translate.reasoning;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/// Which model wrote a piece of reasoning, and at which provider.
///
/// Words may go back to every model of its family at the same provider: a person who goes from `glm-5.3` to `glm-5.3-flash` takes them along.
/// What is sealed for one model, such as signatures and encrypted reasoning, goes back to that very model only; others refuse it.
///
/// @param provider its name where it is known, else its host and port
/// @param model the provider's name of the model
public record ModelIdentity(String provider, String model) {
  /// As much of a digest as tells models apart.
  private static final int DIGEST = 6;

  /// This maker in sixteen characters that do not tell what the provider or its host is called: the family, then the model.
  String mark() {
    return digest(provider + '\n' + family()) + digest(provider + '\n' + model.toLowerCase(Locale.ROOT));
  }

  /// Whether a model of this family set the mark.
  boolean isKin(String mark) {
    return mark.startsWith(mark().substring(0, mark().length() / 2));
  }

  /// Whether this very model set the mark.
  boolean isSame(String mark) {
    return mark().equals(mark);
  }

  /// `deepseek` of `deepseek-v4-pro`, `glm` of `zai-org/GLM-5.3`.
  private String family() {
    var name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    int end = 0;
    while (end < name.length() && Character.isLetter(name.charAt(end))) {
      end++;
    }
    return name.substring(0, end);
  }

  private static String digest(String text) {
    try {
      var all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(all, DIGEST));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
