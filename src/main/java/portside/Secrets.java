package portside;

import java.util.List;
import java.util.stream.Stream;
import portside.provider.HttpProxy;
import portside.provider.Provider;
import portside.provider.SearchBackend;
import portside.provider.Secret;
import portside.provider.settings.Settings;

/// Every secret in the settings of an instance, for taking them out of what is written.
final class Secrets {
  private Secrets() {}

  static List<String> of(Settings.Loaded loaded) {
    var instance = loaded.instance();
    return Stream.of(instance.clientKeys().stream(), instance.webSearch().stream().map(SearchBackend::key), instance.operatorKey().stream(), instance.budgets().alert().stream(), instance.journal().database().stream(),
            loaded.chain().members().stream().flatMap(Secrets::of))
        .flatMap(secrets -> secrets).map(Secret::reveal).toList();
  }

  private static Stream<Secret> of(Provider member) {
    var to = member.destination();
    var proxy = to.proxy().map(HttpProxy::userInfo).stream()
        .flatMap(user -> Stream.of(user, new Secret(user.reveal().substring(user.reveal().indexOf(':') + 1))));
    return Stream.concat(Stream.concat(to.credentials().stream().flatMap(credential -> credential.secret().stream()), to.headers().values().stream()), proxy);
  }
}
