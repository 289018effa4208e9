package portside.exchange;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// The instances a request has come through, in a header of its own. A base URL that leads back here, be it over other instances or under a name that
/// a proxy in between knows, would otherwise ask round and round until no file is left.
///
/// The header is not `Via`: servers leave out compression for requests that have one.
public final class Hops {
  /// Names of instances, separated by commas.
  public static final String HEADER = "portside-hops";

  private static final int MOST = 16;

  private final String own = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);

  /// Why a request goes round; empty when it does not.
  ///
  /// @param came the header it came with, or null
  public Optional<Fault> loop(@Nullable String came) {
    var passed = came == null ? List.<String>of() : Stream.of(came.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    if (passed.contains(own)) {
      return Optional.of(Fault.of(FaultKind.LOOP, "this request has been here before: an OPENAI_BASE_URL on its way leads back to this proxy"));
    }
    return passed.size() > MOST
        ? Optional.of(Fault.of(FaultKind.LOOP, "this request has come through more than " + MOST + " proxies"))
        : Optional.empty();
  }

  /// The header for a request to the provider, with this instance among the hops.
  ///
  /// @param came the header the client's request came with, or null
  Map<String, String> onward(@Nullable String came) {
    return Map.of(HEADER, came == null || came.isBlank() ? own : came + ", " + own);
  }
}
