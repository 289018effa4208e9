package portside.routing;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import portside.provider.Chain;
import portside.provider.Credential;
import portside.provider.KeyRules;
import portside.provider.Loopback;
import portside.provider.Provider;
import portside.wire.Scope;

/// What instances call the providers and keys of a chain among each other: by digests of address and key alone, so that the names of members, which each
/// chain gives as it likes, do not matter. What means something on one machine alone, an address of its loopback or the place of a sign-in, has a name of
/// its own on each. Two things have none and are not shared: the demo, which is part of its process, and what clients show for themselves.
final class SharedNames {
  private static final String BETWEEN = "/";

  /// A key of a member.
  ///
  /// @param own how it is called here
  /// @param shared how it is called among instances
  record Key(Account own, Account shared, String site, String digest, KeyRules rules) {}

  private final String machine;
  private final List<Provider> members;
  private final Map<String, String> addresses = new HashMap<>();
  private final Map<Account, Key> keys = new HashMap<>();

  /// @param machine a name that no other machine has
  SharedNames(Chain chain, String machine) {
    this.machine = machine;
    this.members = chain.members().stream().filter(member -> !member.demo()).toList();
    members.forEach(this::name);
  }

  private void name(Provider member) {
    var address = addresses.computeIfAbsent(member.site(), site -> here(member) ? onThisMachine(site) : Account.digest(site));
    for (var credential : member.destination().credentials()) {
      key(credential).ifPresent(key -> {
        var own = new Account(Account.digest(member.site()), credential.digest());
        var known = keys.get(own);
        if (known == null || known.rules().quotas().isEmpty()) {
          keys.put(own, new Key(own, new Account(address, key), member.site(), credential.digest(), member.keys()));
        }
      });
    }
  }

  private static boolean here(Provider member) {
    var host = Optional.ofNullable(member.endpoint().base().getHost()).orElse("");
    return Loopback.names(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
  }

  private String onThisMachine(String what) {
    return Account.digest(machine + '\0' + what);
  }

  private Optional<String> key(Credential credential) {
    return switch (credential) {
      case Credential.Client _ -> Optional.empty();
      case Credential.Token token -> Optional.of(onThisMachine(token.digest()));
      case Credential.None _, Credential.Bearer _, Credential.HeaderKey _ -> Optional.of(credential.digest());
    };
  }

  /// The addresses, as they stand in scopes.
  Set<String> addresses() {
    return new TreeSet<>(addresses.values());
  }

  /// The keys that have quotas, by what they are called here.
  Map<Account, Key> limited() {
    var limited = new HashMap<>(keys);
    limited.values().removeIf(key -> key.rules().quotas().isEmpty());
    return limited;
  }

  /// The address in a scope of this chain; empty for one that is not shared.
  Optional<String> address(OutageScope scope) {
    return Optional.ofNullable(addresses.get(scope.address()));
  }

  /// A scope among instances: kind, address, key and model with slashes between them, the model last since it may have slashes itself. Empty for one
  /// that is not shared.
  Optional<String> scope(OutageScope scope) {
    return address(scope).flatMap(address -> {
      var key = scope.key().isEmpty() ? Optional.of("")
          : Optional.ofNullable(keys.get(new Account(Account.digest(scope.address()), scope.key()))).map(known -> known.shared().key());
      return key.map(digest -> String.join(BETWEEN, scope.scope().name(), address, digest, scope.model()));
    });
  }

  /// What that scope covers in this chain; nothing when the chain does not have it.
  Set<OutageScope> here(String shared) {
    var parts = shared.split(BETWEEN, 4);
    var here = new LinkedHashSet<OutageScope>();
    if (parts.length < 4) {
      return here;
    }
    switch (parts[0]) {
      case "PROVIDER", "MODEL" -> members.stream().filter(member -> parts[1].equals(addresses.get(member.site())))
          .forEach(member -> here.add(new OutageScope(Scope.valueOf(parts[0]), member.name(), member.site(), "", parts[3])));
      case "KEY", "KEY_AND_MODEL" -> keys.values().stream().filter(key -> key.shared().equals(new Account(parts[1], parts[2])))
          .forEach(key -> here.add(new OutageScope(Scope.valueOf(parts[0]), "", key.site(), key.digest(), parts[3])));
      default -> { } // of a newer version
    }
    return here;
  }
}
