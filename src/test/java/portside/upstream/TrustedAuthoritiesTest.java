package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.UnrecoverableKeyException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.provider.Destination;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.Finding;
import portside.provider.settings.Settings;

/// Providers behind a company's proxy, whose certificates come from the company's own authority.
class TrustedAuthoritiesTest {
  private static final HeldCertificate COMPANY = new HeldCertificate.Builder().certificateAuthority(0).commonName("company").build();
  private static final HeldCertificate OTHER = new HeldCertificate.Builder().certificateAuthority(0).commonName("other").build();
  private static final HeldCertificate HELD = new HeldCertificate.Builder().signedBy(COMPANY).addSubjectAlternativeName("127.0.0.1").build();
  private static final HandshakeCertificates CERTIFICATES = new HandshakeCertificates.Builder().heldCertificate(HELD).build();

  @TempDir Path folder;

  @Test
  void anAuthorityOfTheEnvFileIsTrusted() throws Exception {
    write("company.pem", "Some words about it\n" + COMPANY.certificatePem());
    assertEquals("hello", answer("company.pem"));
  }

  @Test
  void oneOfSeveralIsEnough() throws Exception {
    write("company.pem", OTHER.certificatePem() + "\n# company\n" + COMPANY.certificatePem().replace("\n", "\r\n"));
    assertEquals("hello", answer(folder.resolve("company.pem").toString()));
  }

  @Test
  void theBytesOfACertificateWillDo() throws Exception {
    Files.write(folder.resolve("company.cer"), COMPANY.certificate().getEncoded());
    assertEquals("hello", answer("company.cer"));
  }

  @Test
  void anotherAuthorityIsNotEnough() throws Exception {
    write("company.pem", OTHER.certificatePem());
    try (var server = server(); var upstream = new HelidonUpstream(destination(server, "company.pem"), "test", Given.TICKER)) {
      var why = "no authority that Java trusts, and none of CA_CERTS, has issued it";
      assertEquals("the certificate of https://127.0.0.1:" + server.port() + " cannot be trusted: " + why,
          Given.failure(upstream).fault().message());
    }
  }

  @Test
  void thoseOfJavaStayTrusted() throws Exception {
    var ofJava = TrustedAuthorities.withThoseOfJava(List.of());
    assertTrue(ofJava.size() > 10, "Java's own");
    assertEquals(Stream.concat(ofJava.stream(), Stream.of(COMPANY.certificate())).toList(),
        TrustedAuthorities.withThoseOfJava(List.of(COMPANY.certificate())));
  }

  @Test
  void whatIsNoFileOfCertificatesIsAFault() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("company", COMPANY.certificate());
    try (var out = Files.newOutputStream(folder.resolve("company.p12"))) {
      store.store(out, "changeit".toCharArray());
    }
    Files.createDirectories(folder.resolve("certs"));
    write("key.pem", COMPANY.privateKeyPkcs8Pem());
    write("half.pem", COMPANY.certificatePem().substring(0, 300));
    write("broken.pem", "-----BEGIN CERTIFICATE-----\nMIIB!!!!\n-----END CERTIFICATE-----\n");
    write("one.pem", COMPANY.certificatePem() + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    write("empty.pem", "");
    write("words.txt", "no certificate");
    var pem = "PEM, which begins with -----BEGIN CERTIFICATE-----; from a key store: keytool -exportcert -rfc -keystore FILE -alias NAME";
    assertEquals(List.of("\"company.p12\" is no certificate", pem), fault("company.p12"));
    assertEquals(List.of("\"certs\" is a folder", "name the file of certificates in it"), fault("certs"));
    var key = "a private key does not belong there; the certificate begins with -----BEGIN CERTIFICATE-----";
    assertEquals(List.of("\"key.pem\" holds no certificate", key), fault("key.pem"));
    assertEquals(List.of("\"half.pem\" holds no certificate", pem), fault("half.pem"));
    assertEquals(List.of("\"broken.pem\" is no certificate", pem), fault("broken.pem"));
    assertEquals(List.of("\"one.pem\" holds something that is no certificate", pem), fault("one.pem"));
    assertEquals(List.of("\"empty.pem\" is no certificate", pem), fault("empty.pem"));
    assertEquals(List.of("\"words.txt\" is no certificate", pem), fault("words.txt"));
    assertEquals(List.of("there is no file \"none.pem\"", "looked for " + Path.of("none.pem").toAbsolutePath()), fault("none.pem"));
  }

  /// The causes as Java gives them for a store named by `javax.net.ssl.trustStore`.
  @Test
  void aStoreThatJavaCannotOpenIsNamed() {
    var head = "no secure connection to https://llm.example: Java cannot load the authorities it trusts (javax.net.ssl.trustStore): ";
    var diagnosis = new Diagnosis(Given.provider("https://llm.example").build());
    var password = new IOException("keystore password was incorrect", new UnrecoverableKeyException("failed to decrypt"));
    assertEquals(head + "its password is another (javax.net.ssl.trustStorePassword)",
        diagnosis.noTls(new SSLException("x", new KeyStoreException("problem accessing trust store", password))).getMessage());
    assertEquals(head + "no authority can be read from it; is the file there, and is javax.net.ssl.trustStorePassword set?",
        diagnosis.noTls(new SSLException("x", new InvalidAlgorithmParameterException("the trustAnchors parameter must be non-empty"))).getMessage());
    assertEquals(head + "its password is another (javax.net.ssl.trustStorePassword)",
        diagnosis.noTls(new SSLException("x", new NoSuchAlgorithmException("Error constructing implementation", password))).getMessage());
    assertEquals(head + "it is no key store",
        diagnosis.noTls(new SSLException("x", new KeyStoreException("problem accessing trust store", new IOException("no DER")))).getMessage());
  }

  private String answer(String named) throws Exception {
    try (var server = server(); var upstream = new HelidonUpstream(destination(server, named), "test", Given.TICKER)) {
      return Given.text(Given.answer(upstream));
    }
  }

  private RawServer server() throws IOException {
    return new RawServer(CERTIFICATES.sslContext().getServerSocketFactory(), RawServer.polite("HTTP/1.1 200 OK\ncontent-length: 5\n\nhello"));
  }

  private Destination destination(RawServer server, String named) throws EnvFaults, IOException {
    return load("https://127.0.0.1:" + server.port(), named);
  }

  private List<String> fault(String named) {
    return assertThrows(EnvFaults.class, () -> load("https://llm.example", named)).faults().stream()
        .flatMap((Finding found) -> Stream.of(found.problem(), found.hint())).toList();
  }

  private Destination load(String url, String named) throws EnvFaults, IOException {
    var file = folder.resolve(".env-test");
    Files.writeString(file, "OPENAI_BASE_URL=" + url + "\nOPENAI_API_KEY=k\nBIG_MODEL=b\nCA_CERTS=" + named + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return Settings.load(Optional.of(file.toString()), Map.of()).provider().destination();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
  }
}
