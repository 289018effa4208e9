package portside.translate.tools;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The names of the tools that were offered, against which names from the provider are read: some split them over chunks, some repeat them,
/// some put a namespace before or stray tokens behind.
public final class ToolNameResolver {
  private final Set<String> offered;
  private final UnaryOperator<String> toClient;

  /// @param offered as sent upstream; empty when unknown
  /// @param toClient from the name sent upstream to the name the client knows
  public ToolNameResolver(Set<String> offered, UnaryOperator<String> toClient) {
    this.offered = offered;
    this.toClient = toClient;
  }

  /// Whether this can be no part of a longer name, so that a call may start before its arguments do.
  public boolean isWhole(String name) {
    if (!offered.contains(name)) {
      return false;
    }
    for (var other : offered) {
      if (other.length() > name.length() && other.startsWith(name)) {
        return false;
      }
    }
    return true;
  }

  /// The name so far and the next piece of it; the first whole name wins.
  public String join(@Nullable String name, String piece) {
    if (name == null || piece.startsWith(name)) {
      return piece;
    }
    var joined = name + piece;
    if (offered.isEmpty()) {
      return joined;
    }
    for (var other : offered) {
      if (other.startsWith(joined)) {
        return joined;
      }
    }
    return name;
  }

  /// The client's name for what the provider called.
  public String clientName(String name) {
    return toClient.apply(offeredName(name));
  }

  /// Whether the name is that of a tool on offer, or near enough to it to tell which one is meant.
  public boolean knows(String name) {
    return offered.contains(offeredName(name));
  }

  /// The name of the tool on offer that is meant; a name that is like none of them comes back unchanged.
  public String offeredName(String name) {
    if (offered.contains(name) || offered.isEmpty()) {
      return name;
    }
    var plain = name.strip().replaceFirst("(?s)<\\|.*", ""); // gpt-oss: `Bash<|channel|>commentary`
    if (offered.contains(plain)) {
      return plain;
    }
    int namespace = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(':')); // `functions.Bash`, `default_api:Bash`
    var bare = plain.substring(namespace + 1);
    if (offered.contains(bare)) {
      return bare;
    }
    for (var other : offered) {
      if (other.equalsIgnoreCase(plain) || other.equalsIgnoreCase(bare)) {
        return other;
      }
    }
    return name;
  }
}
