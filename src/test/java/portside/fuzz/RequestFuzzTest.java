package portside.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.WIRE;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.counting.TokenCounter;
import portside.provider.KnownRows;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.chat.ChatRules;
import portside.translate.chat.RequestToChat;
import portside.translate.gemini.Gemini;
import portside.translate.gemini.GeminiRules;
import portside.translate.responses.Responses;
import portside.translate.responses.ResponsesRules;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// Odd requests, through reader and translator for every known row. See [Rounds] for playing one again.
@Execution(ExecutionMode.CONCURRENT)
class RequestFuzzTest {
  /// A field by its place, or the place in a text that is no JSON; then what is wrong there.
  private static final Pattern REFUSAL = Pattern.compile("([a-z_]+(\\.[^:]*)?|The request body is not valid JSON): \\S(?s:.*)");
  private static final Provider.Limits LIMITS = new Provider.Limits(0, 0);

  private static final List<Dialect> ROWS = KnownRows.all();
  private static List<JsonObject> requests;

  @BeforeAll
  static void read() throws Exception {
    requests = Requests.all();
  }

  @Test
  void anOddRequestIsTranslatedOrRefusedByTheNameOfAField() {
    Rounds.play(1_000, random -> {
      var body = Requests.odd(requests, random);
      try {
        var request = MessagesReader.read(body);
        assertTrue(TokenCounter.quick(request).tokens() > 0);
        obeys(request, Dialect.STANDARD, body);
        for (var i = 0; i < 3; i++) {
          obeys(request, ROWS.get(random.nextInt(ROWS.size())), body);
        }
      } catch (Refusal refusal) {
        var message = refusal.fault().message();
        assertTrue(REFUSAL.matcher(message).matches() && message.length() < 1_000, () -> Excerpt.of(message) + "\n" + Excerpt.of(body));
        Leaks.none(message, new byte[0]);
      }
    });
  }

  private static void obeys(MessagesRequest request, Dialect row, byte[] body) {
    var chat = row.get(WIRE) == Dialect.Wire.CHAT;
    var gemini = row.get(WIRE) == Dialect.Wire.GEMINI;
    var upstream = chat ? RequestToChat.translate(request, row, "m", LIMITS).bytes() : gemini ? Gemini.body(request, row) : Responses.body(request, row);
    var breaches = chat ? ChatRules.breaches(upstream, row) : gemini ? GeminiRules.breaches(upstream) : ResponsesRules.breaches(upstream);
    assertTrue(breaches.isEmpty(), () -> row.name() + ": " + breaches + "\n" + Excerpt.of(body) + "\n→ " + Excerpt.of(upstream));
  }
}
