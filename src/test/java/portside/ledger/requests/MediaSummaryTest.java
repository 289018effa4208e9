package portside.ledger.requests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What stands in place of pictures.
class MediaSummaryTest {
  private final byte[] picture = new byte[48_211];
  private String base64;
  private String digest;

  @BeforeEach
  void draw() throws Exception {
    new Random(7).nextBytes(picture);
    base64 = Base64.getEncoder().encodeToString(picture);
    digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(picture)).substring(0, 12);
  }

  private void becomes(String type, String before, String behind) {
    assertEquals(before + "[" + type + ", 48211 bytes, sha256 " + digest + "…]" + behind, MediaSummary.of(before + base64 + behind));
  }

  @Test
  void ofEachLanguage() {
    becomes("image/png", "{\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"", "\"}}");
    becomes("image/jpeg", "{\"inlineData\":{\"data\":\"", "\",\"mimeType\":\"image/jpeg\"}}");
    becomes("base64", "{\"data\":\"", "\"}");
  }

  @Test
  void dataUrls() {
    assertEquals("{\"url\":\"[image/webp, 48211 bytes, sha256 " + digest + "…]\"}", MediaSummary.of("{\"url\":\"data:image/webp;base64," + base64 + "\"}"));
    assertEquals("{\"url\":\"[image/webp, 48211 bytes, sha256 " + digest + "…]\"}", MediaSummary.of("{\"url\":\"data:image/webp;base64," + base64.replace("/", "\\/") + "\"}"));
  }

  @Test
  void whatIsShortOrNoneStays() {
    for (var text : new String[] {"{\"data\":\"aGVsbG8=\"}", "{\"data\":\"" + "words and more words ".repeat(20) + "\"}", "{\"signature\":\"" + base64 + "\"}"}) {
      assertEquals(text, MediaSummary.of(text));
    }
  }

  @Test
  void aBodyThatIsNoText() {
    assertEquals("[audio/mpeg, 48211 bytes, sha256 " + digest + "…]", MediaSummary.of("audio/mpeg", picture));
  }
}
