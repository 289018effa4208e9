package portside.server;

import java.util.Optional;
import java.util.function.Supplier;

/// What opens the rows that are for the operator of an instance.
///
/// @param token of this process, for programs of the same user; asked for when one is shown
/// @param key `OPERATOR_KEY`; empty for none
public record OperatorKeys(Supplier<String> token, Optional<String> key) {
  /// Shows neither.
  @Override
  public String toString() {
    return key.isPresent() ? "a key and a token" : "a token";
  }
}
