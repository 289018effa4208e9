package portside.translate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is held back to be looked at, and what is hidden of it.
class StreamErrorRedactorTest {
  private final StreamErrorRedactor errors = new StreamErrorRedactor(text -> text.replace("key", "***"), ChatAnswerObserver::isAnswer);

  private String push(String text) {
    return text(errors.push(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void linesAreSentAsSoonAsTheyAreWhole() {
    assertEquals("", push("data: a"));
    assertEquals("data: a key\n".replace("key", "***"), push(" key\nda"));
    assertEquals("data: b\n\n", push("ta: b\n\n"));
    assertEquals("", push("key"));
    assertEquals("***", text(errors.end()));
    assertEquals("", text(errors.end()));
  }

  @Test
  void aDocumentIsHeldToItsEnd() {
    assertEquals("", push(" \n"));
    assertEquals("", push("{\"a\":\n"));
    assertEquals("", push("\"key\"}\n"));
    assertEquals(" \n{\"a\":\n\"***\"}\n", text(errors.end()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{\"choices\":[],\"a\":\"key\"}              | false",
    "{\"choices\":[],\"error\":null,\"a\":\"key\"} | false",
    "{\"choices\":[],\"error\":\"key\"}          | true",
    "{\"choices\":[{\"error\":\"key\"}]}         | true",
    "{\"choices\":[{\"a\":\"key\"}, \"key\"]}    | false",
    "{\"choices\":\"key\"}                       | true",
    "{\"a\":\"key\"}                             | true",
    "{\"choices\":[ key                          | true",
  })
  void whatTheModelSaysIsLeftAsItIs(String json, boolean masked) {
    for (var said : new String[] {json, "data:" + json, "data: " + json + "\nid: 1\n"}) {
      var whole = new StreamErrorRedactor(text -> text.replace("key", "***"), ChatAnswerObserver::isAnswer);
      assertEquals(masked ? said.replace("key", "***") : said,
          text(whole.push(said.getBytes(StandardCharsets.UTF_8))) + text(whole.end()));
    }
  }
}
