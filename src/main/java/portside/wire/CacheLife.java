package portside.wire;

import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How long a cached prefix of a prompt lives unread (Anthropic API, `cache_control.ttl`), the shorter first. Where a mark may be missing, null
/// stands for none.
public enum CacheLife {
  /// When the mark says nothing of it.
  FIVE_MINUTES,
  /// `1h`.
  HOUR;

  /// The longer of two.
  public static @Nullable CacheLife longer(@Nullable CacheLife one, @Nullable CacheLife other) {
    return Stream.of(one, other).filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null);
  }
}
