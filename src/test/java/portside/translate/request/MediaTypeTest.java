package portside.translate.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the first characters of base64 say counts more than what was declared.
class MediaTypeTest {
  @ParameterizedTest
  @CsvSource({
    "image/gif,   iVBORw0KGgoAAAANSUhEUg, image/png",
    "image/png,   /9j/4AAQSkZJRgABAQEASA, image/jpeg",
    "image/png,   R0lGODlhAQABAIAAAAUEBA, image/gif",
    "image/png,   UklGRiQAAABXRUJQVlA4IB, image/webp",
    "audio/wav,   UklGRiQAAABXQVZFZm10IB, audio/wav",
    "image/png,   AAAAAAAAAAAXRUJQAAAAAA, image/png",
    "image/png,   JVBERi0xLjcKJeLjz9MKMS, application/pdf",
    "text/plain,  SGVsbG8sIGhhcmJvdXIhCg, text/plain",
    "'',          SGVsbG8sIGhhcmJvdXIhCg, image/jpeg"
  })
  void theFirstCharactersTell(String declared, String base64, String type) {
    assertEquals(type, MediaType.of(declared, base64));
  }
}
