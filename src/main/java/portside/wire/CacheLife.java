package portside.wire;

import org.jspecify.annotations.Nullable;

/// How long a cached prefix of a prompt lives unread (Anthropic API, `cache_control.ttl`), the shorter first. Where a mark may be missing, null
/// stands for none.
public enum CacheLife {
  /// Five minutes, as when the mark says nothing of it.
  FIVE_MINUTES,
  /// An hour, `1h`.
  HOUR;

  /// The longer of two.
  public static CacheLife longest(CacheLife one, CacheLife other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /// The longer of two that may be missing.
  public static @Nullable CacheLife longer(@Nullable CacheLife one, @Nullable CacheLife other) {
    return one == null ? other : other == null ? one : longest(one, other);
  }
}
