package portside.exchange;

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
    var destination = provider.destination();
    var secrets = Stream.concat(destination.credentials().stream().flatMap(credential -> credential.secret().stream()), destination.headers().values().stream())
        .map(Secret::reveal).flatMap(secret -> Stream.of(secret, secret.substring(secret.lastIndexOf(' ') + 1))) // the key of `Bearer key` too
        .filter(secret -> secret.length() >= SECRET_ENOUGH)
        .flatMap(secret -> Stream.of(secret, secret.replace("/", "\\/"))) // PHP writes a slash so in JSON
        .distinct().toList();
    return text -> {
      var shown = text;
      for (var secret : secrets) {
        shown = shown.replace(secret, "(hidden)");
      }
      return shown;
    };
  }
}
