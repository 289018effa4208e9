package portside.status;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The token of this process: 128 random bits in hexadecimal, made when first asked for, since random numbers are slow to begin with.
public final class OperatorToken implements Supplier<String> {
  private static final int BYTES = 16;

  private @Nullable String made;

  @Override
  public synchronized String get() {
    if (made == null) {
      var bytes = new byte[BYTES];
      new SecureRandom().nextBytes(bytes);
      made = HexFormat.of().formatHex(bytes);
    }
    return made;
  }
}
