package portside.recording;

import java.util.Map;
import java.util.Optional;

/// Recordings that cannot be compared, each with the reason why.
public final class BrokenRecordings {
  private static final Map<String, String> REASONS = Map.of();

  private BrokenRecordings() {}

  /// Why the case of this name is left out; empty when it is not.
  public static Optional<String> reason(String name) {
    return Optional.ofNullable(REASONS.get(name));
  }
}
