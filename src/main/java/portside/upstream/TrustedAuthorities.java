package portside.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The authorities that certificates of providers may come from: those of Java, and those of the env file. Loaded when first asked for, because
/// reading Java's takes some tenths of a second.
final class TrustedAuthorities implements Supplier<SSLSocketFactory> {
  private final List<X509Certificate> further;
  private @Nullable SSLSocketFactory made;

  /// @param further authorities beside those of Java
  TrustedAuthorities(List<X509Certificate> further) {
    this.further = further;
  }

  /// @throws UncheckedIOException when Java's own authorities cannot be loaded
  @Override
  public synchronized SSLSocketFactory get() {
    if (made == null) {
      made = further.isEmpty() ? (SSLSocketFactory) SSLSocketFactory.getDefault() : both();
    }
    return made;
  }

  private SSLSocketFactory both() {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (var authority : withThoseOfJava(further)) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers(store).getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new UncheckedIOException(new SSLException(e.getMessage(), e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<X509Certificate> withThoseOfJava(List<X509Certificate> further) throws GeneralSecurityException {
    var own = Stream.of(managers(null).getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()));
    return Stream.concat(own, further.stream()).toList();
  }

  private static TrustManagerFactory managers(@Nullable KeyStore store) throws GeneralSecurityException {
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers;
  }
}
