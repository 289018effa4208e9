package portside.translate.tools;

import java.util.HashSet;
import java.util.Set;

/// Gives the tool calls of one conversation ids that every provider takes (`[A-Za-z0-9_-]`, at most 40 characters) and that are unique.
/// What an id becomes depends only on the calls before it, so it is the same in every later turn.
public final class CallIds {
  private static final int LONGEST = 40;

  private final Set<String> given = new HashSet<>();

  /// The id for the next call in order.
  ///
  /// @param clientId may be empty or have been seen before
  public String next(String clientId) {
    var wanted = clientId.isEmpty() ? "call_" + given.size() : Digest.fit(clientId, LONGEST);
    var id = wanted;
    for (var n = 2; !given.add(id); n++) {
      id = Digest.fit(wanted + "_" + n, LONGEST);
    }
    return id;
  }
}
