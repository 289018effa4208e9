package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import portside.wire.Json;

/// Which requests are of one conversation where the client does not say so.
class ConversationNameTest {
  private static final String LONG = "read before you write, ".repeat(10_000);

  private static String of(String key, String system, String first, String next) {
    var body = "{\"model\":\"m\",\"max_tokens\":9,\"system\":" + Json.quoted(system) + ",\"messages\":[{\"role\":\"user\",\"content\":" + Json.quoted(first)
        + "},{\"role\":\"assistant\",\"content\":\"yes\"},{\"role\":\"user\",\"content\":" + Json.quoted(next) + "}]}";
    var client = new RecordedClient(body) {
      @Override
      public String header(String name) {
        return Map.of("x-api-key", key).get(name);
      }
    };
    return ConversationName.ofWords(client, new MessagesLanguage().read(client));
  }

  @Test
  void whatComesLaterDoesNotChangeIt() {
    assertEquals(of("k", "s", "first", "second"), of("k", "s", "first", "another"));
    assertEquals(of("k", LONG, "first", "second"), of("k", LONG, "first", "another"));
  }

  @Test
  void keySystemPromptAndFirstWordsTellConversationsApartHoweverLongTheyAre() {
    var names = Stream.of(of("k", "s", "first", "x"), of("other", "s", "first", "x"), of("k", "t", "first", "x"), of("k", "s", "one", "x"),
        of("k", LONG, "first", "x"), of("k", LONG, "one", "x"), of("k", LONG, "other", "x"), of("k", LONG + "!", "first", "x"), of("k", "s", LONG + "a", "x"), of("k", "s", LONG + "b", "x"));
    assertEquals(10, names.distinct().count());
  }
}
