package portside.provider.settings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Checks `CA_CERTS`: the file with the certificates of authorities that are trusted beside those of Java, as companies have them whose proxies
/// open TLS. PEM, as many certificates as there are, or one in DER.
final class CertificateAuthorities {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)-----END (?:X509 |TRUSTED )?CERTIFICATE-----");
  private static final long MAX_BYTES = 16 << 20;

  private final SettingsReader settings;

  private CertificateAuthorities(SettingsReader settings) {
    this.settings = settings;
  }

  /// The certificates, in the order of the file; none without the setting, or when it is faulty.
  static List<X509Certificate> read(SettingsReader settings) {
    return settings.text(Setting.CA_CERTS).map(new CertificateAuthorities(settings)::read).orElse(List.of());
  }

  private List<X509Certificate> read(String typed) {
    try {
      var path = find(typed);
      if (Files.isDirectory(path)) {
        return fault(SettingsReader.shown(typed) + " is a folder", "name the file of certificates in it");
      }
      if (!Files.exists(path)) {
        return fault("there is no file " + SettingsReader.shown(typed), "looked for " + path.toAbsolutePath());
      }
      if (Files.size(path) > MAX_BYTES) {
        return fault(SettingsReader.shown(typed) + " is larger than 16 MiB", "a file of certificates in PEM");
      }
      return certificates(typed, Files.readAllBytes(path));
    } catch (InvalidPathException e) {
      return fault(SettingsReader.shown(typed) + " is no file name", "the path of a file of certificates in PEM");
    } catch (IOException e) {
      return fault(
          SettingsReader.shown(typed) + " cannot be read (" + e.getClass().getSimpleName() + ")", "check its owner and mode: ls -l " + typed);
    }
  }

  /// As given; a relative one that is not there may lie beside the env file.
  private Path find(String typed) {
    var given = Path.of(typed);
    var beside = settings.file().map(file -> file.resolveSibling(given));
    return Files.exists(given) ? given : beside.filter(Files::exists).orElse(given);
  }

  private List<X509Certificate> certificates(String typed, byte[] bytes) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var blocks = new ArrayList<byte[]>();
    try {
      for (var block = PEM.matcher(text); block.find(); ) {
        blocks.add(Base64.getMimeDecoder().decode(block.group(1)));
      }
      if (blocks.isEmpty() && !text.contains("-----BEGIN")) {
        blocks.add(bytes);
      }
      var factory = CertificateFactory.getInstance("X.509");
      var found = new ArrayList<X509Certificate>();
      for (var block : blocks) {
        if (factory.generateCertificate(new ByteArrayInputStream(block)) instanceof X509Certificate certificate) {
          found.add(certificate);
        }
      }
      return found.isEmpty() ? fault(SettingsReader.shown(typed) + " holds no certificate", inPem(text)) : List.copyOf(found);
    } catch (CertificateException | IllegalArgumentException e) {
      return fault(SettingsReader.shown(typed) + (blocks.size() > 1 ? " holds something that is no certificate" : " is no certificate"), inPem(text));
    }
  }

  private static String inPem(String text) {
    return text.contains("PRIVATE KEY-----")
        ? "a private key does not belong there; the certificate begins with -----BEGIN CERTIFICATE-----"
        : "PEM, which begins with -----BEGIN CERTIFICATE-----; from a key store: keytool -exportcert -rfc -keystore FILE -alias NAME";
  }

  private List<X509Certificate> fault(String problem, String hint) {
    settings.fault(Setting.CA_CERTS, problem, hint);
    return List.of();
  }
}
