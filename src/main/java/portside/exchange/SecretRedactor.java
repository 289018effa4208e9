package portside.exchange;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import portside.provider.Provider;
import portside.provider.Secret;

/// Takes a provider's own secrets out of a text, such as an error that quotes the key. This is against accidents: a provider knows the key, and
/// one that wanted to tell it could write it in base64 or backwards, so forms that no error quotes are not looked for.
final class SecretRedactor {
  /// Anything shorter is a word such as `any` or `dummy`, and would be taken out of ordinary sentences.
  private static final int SECRET_ENOUGH = 8;

  private SecretRedactor() {}

  static UnaryOperator<String> of(Provider provider) {
    if (provider.destination().token().isPresent()) {
      return text -> hidden(text, secrets(provider)); // which token is shown is known when the answer is there
    }
    var secrets = secrets(provider);
    return text -> hidden(text, secrets);
  }

  private static List<String> secrets(Provider provider) {
    var destination = provider.destination();
    return Stream.concat(destination.credentials().stream().flatMap(credential -> credential.secrets().stream()), destination.headers().values().stream())
        .map(Secret::reveal).flatMap(secret -> Stream.of(secret, secret.substring(secret.lastIndexOf(' ') + 1))) // the key of `Bearer key` too
        .filter(secret -> secret.length() >= SECRET_ENOUGH)
        .flatMap(secret -> Stream.of(secret, secret.replace("/", "\\/"))) // PHP writes a slash so in JSON
        .distinct().toList();
  }

  private static String hidden(String text, List<String> secrets) {
    var shown = text;
    for (var secret : secrets) {
      shown = shown.replace(secret, "(hidden)");
    }
    return shown;
  }
}
