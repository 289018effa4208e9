package portside.translate.tools;

import java.util.HashSet;
import java.util.Set;
import portside.provider.dialect.Dialect.CallIdForm;

/// Gives the tool calls of one conversation ids that the provider takes and that are unique. What an id becomes depends only on the calls
/// before it, so it is the same in every later turn.
public final class UpstreamCallIds {
  private static final int LONGEST = 40;

  private final CallIdForm form;
  private final Set<String> given = new HashSet<>();

  /// @param form of the provider's ids
  public UpstreamCallIds(CallIdForm form) {
    this.form = form;
  }

  /// The id for the next call in order.
  ///
  /// @param clientId may be empty or have been seen before
  public String next(String clientId) {
    var wanted = fit(clientId.isEmpty() ? "call_" + given.size() : clientId);
    var id = wanted;
    for (var n = 2; !given.add(id); n++) {
      id = fit(wanted + "_" + n);
    }
    return id;
  }

  private String fit(String id) {
    return switch (form) {
      case LEGAL_40 -> NameDigest.fit(id, LONGEST);
      case NINE_ALPHANUMERIC -> NameDigest.nine(id);
    };
  }
}
