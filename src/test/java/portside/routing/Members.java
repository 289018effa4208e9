package portside.routing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.provider.settings.Settings;

/// Members of a chain that no test asks.
final class Members {
  private Members() {}

  /// A member with its keys, in order; without any it needs none.
  static Provider member(Path folder, String name, String address, String... keys) throws Exception {
    var file = Files.writeString(folder.resolve(".env-" + name),
        "OPENAI_BASE_URL=" + address + "\nOPENAI_API_KEY=key\nBIG_MODEL=big\nMIDDLE_MODEL=mid\nSMALL_MODEL=small\n");
    var one = Settings.load(Optional.of(file.toString()), Map.of()).provider();
    var to = one.destination();
    var credentials = Arrays.stream(keys).<Credential>map(key -> new Credential.Bearer(new Secret(key))).toList();
    var given = credentials.isEmpty() ? List.<Credential>of(new Credential.None()) : credentials;
    var destination = new Destination(to.name(), to.endpoint(), given, to.headers(), to.timeouts(), to.proxy(), to.authorities());
    return new Provider(destination, one.source(), one.models(), one.dialect(), one.limits(), one.keys(), one.retries(), one.billing());
  }

  /// A candidate, without a way to it.
  static Candidate candidate(Provider member, int key, String model) {
    return new Candidate(member, key, null, model, member.dialect().row(model), false);
  }
}
