package portside.routing;

import java.util.List;
import portside.wire.Scope;

/// What an outage covers: a provider, one of its models, a key, a model with a key. Members that share endpoint and key share the outages of that key.
///
/// @param scope which of the four
/// @param member the provider's name; empty for the two with a key
/// @param address of the provider, see [Provider#site()]
/// @param key the credential's digest; empty for the two without a key
/// @param model the provider's own name of it; empty for the two without a model
public record OutageScope(Scope scope, String member, String address, String key, String model) {
  /// The scope of that kind to which a candidate belongs.
  ///
  /// @throws IllegalArgumentException for [Scope#REQUEST], which no other request belongs to
  static OutageScope of(Scope scope, Candidate candidate) {
    return of(scope, candidate, candidate.credential().digest());
  }

  /// The four scopes of a candidate, the widest first.
  static List<OutageScope> all(Candidate candidate) {
    var key = candidate.credential().digest();
    return List.of(of(Scope.PROVIDER, candidate, key), of(Scope.MODEL, candidate, key), of(Scope.KEY, candidate, key), of(Scope.KEY_AND_MODEL, candidate, key));
  }

  private static OutageScope of(Scope scope, Candidate candidate, String key) {
    var member = candidate.provider().name();
    var address = candidate.provider().site();
    return switch (scope) {
      case PROVIDER -> new OutageScope(scope, member, address, "", "");
      case MODEL -> new OutageScope(scope, member, address, "", candidate.model());
      case KEY -> new OutageScope(scope, "", address, key, "");
      case KEY_AND_MODEL -> new OutageScope(scope, "", address, key, candidate.model());
      case REQUEST -> throw new IllegalArgumentException("a request is no scope of an outage");
    };
  }
}
