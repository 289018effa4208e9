package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The file of `CA_CERTS` as it is read; `upstream.TrustedAuthoritiesTest` has what is no such file.
class CertificateAuthoritiesTest extends WithEnvFile {
  private static final HeldCertificate ONE = new HeldCertificate.Builder().build();
  private static final HeldCertificate TWO = new HeldCertificate.Builder().build();
  private static final String SETTINGS = "OPENAI_BASE_URL=https://llm.example/v1\nBIG_MODEL=b\nCA_CERTS=ca.pem\n";
  private static final String PEM_HINT =
      "PEM, which begins with -----BEGIN CERTIFICATE-----; from a key store: keytool -exportcert -rfc -keystore FILE -alias NAME";

  @ParameterizedTest
  @ValueSource(strings = {"CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE"})
  void theCertificatesOfAFileArriveInTheirOrder(String label) throws Exception {
    var pem = "of the company\n" + ONE.certificatePem() + "\r\n" + TWO.certificatePem();
    certificates(pem.replace("CERTIFICATE", label).getBytes());
    assertEquals(List.of(ONE.certificate(), TWO.certificate()), load(SETTINGS).provider().destination().authorities());
  }

  @Test
  void oneMayStandInDer() throws Exception {
    certificates(ONE.certificate().getEncoded());
    assertEquals(List.of(ONE.certificate()), load(SETTINGS).provider().destination().authorities());
  }

  @Test
  void aFileOfSixteenMebibytesIsReadAndNoLargerOne() throws Exception {
    try (var file = new RandomAccessFile(certificates(new byte[0]).toFile(), "rw")) {
      file.setLength(16 * 1024 * 1024);
      assertFault("is no certificate", PEM_HINT);
      file.setLength(16 * 1024 * 1024 + 1);
      assertFault("is larger than 16 MiB", "a file of certificates in PEM");
    }
  }

  private void assertFault(String problem, String hint) {
    var faults = faults(SETTINGS).faults();
    assertEquals(List.of(new Finding(file().toString(), 3, "CA_CERTS", "\"ca.pem\" " + problem, hint)), faults);
  }

  private Path certificates(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("ca.pem"), bytes);
  }
}
