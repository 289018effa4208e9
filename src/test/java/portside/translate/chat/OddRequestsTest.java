package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.WIRE;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.counting.TokenCounter;
import portside.provider.Dialects;
import portside.provider.KnownRows;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesReader;

/// However odd a request is, it is refused with a named field or becomes a good chat request. The odd ones are made from a session by leaving
/// out, doubling, moving and replacing values at random places, from fixed seeds.
@Execution(ExecutionMode.CONCURRENT)
class OddRequestsTest {
  private static final int SEEDS = 1_000;
  private static final Provider.Limits LIMITS = new Provider.Limits(0, 0);

  /// All rows, and one that leaves little room.
  private static final List<Dialect> ROWS =
      Stream.concat(
          Stream.of(Dialects.at(URI.create("https://api.moonshot.ai/v1")).row("kimi-k3.1-pro").as("few").with(MAX_TOOLS, 2).with(CONTEXT_WINDOW, 2_000)),
          KnownRows.all().stream().filter(row -> row.get(WIRE) == Dialect.Wire.CHAT)).toList();

  private static final List<String> ODDITIES =
      List.of("null", "true", "7", "-0.5", "\"\"", "\" \"", "\"text\"", "\"\\u0000\"", "\"a.b:c\"", "[]", "{}", "[{}]", "[[\"x\"]]", "{\"type\":\"x\"}",
          "{\"type\":\"text\",\"text\":\"\"}", "{\"type\":\"tool_result\"}", "{\"type\":\"tool_use\"}", "{\"role\":\"system\",\"content\":\"note\"}",
          "{\"role\":\"assistant\",\"content\":[]}", "{\"role\":\"user\",\"content\":\"\"}", "{\"type\":\"compaction\",\"content\":\"sum\"}");

  @Test
  void becomesAGoodRequestOrIsRefused() throws Exception {
    JsonObject session;
    try (var in = OddRequestsTest.class.getResourceAsStream("/claude-code-session.json")) {
      session = Json.object(in.readAllBytes());
    }
    var breaches = new HashMap<Integer, List<String>>();
    var good = 0;
    for (var seed = 0; seed < SEEDS; seed++) {
      var odd = new Mutation(new Random(seed)).of(session);
      try {
        var request = MessagesReader.read(Json.bytes((JsonObject) odd));
        var found = new ArrayList<>(ChatRules.breaches(RequestToChat.translate(request, Dialect.STANDARD, "m", LIMITS).bytes()));
        assertTrue(TokenCounter.quick(request).tokens() > 0);
        var row = ROWS.get(seed % ROWS.size());
        found.addAll(ChatRules.breaches(RequestToChat.translate(request, row, "m", LIMITS).bytes(), row));
        good++;
        if (!found.isEmpty()) {
          breaches.put(seed, found);
        }
      } catch (Refusal refusal) {
        assertTrue(refusal.fault().message().matches("[a-z_]+(\\.[A-Za-z0-9_ .:\\u0000-]*)?: .+"), refusal.fault().message());
      }
    }
    assertEquals(Map.of(), breaches);
    assertTrue(good > SEEDS / 3, "too few were read: " + good);
  }

  /// Copies a document with about one change in three hundred values, the top apart.
  private record Mutation(Random random) {
    JsonValue of(JsonValue value) throws Json.Malformed {
      return switch (value) {
        case JsonObject object -> {
          var copy = Json.BUILD.createObjectBuilder();
          for (var member : object.entrySet()) {
            if (random.nextInt(700) != 0) {
              copy.add(member.getKey(), changed(member.getValue()));
            }
          }
          yield copy.build();
        }
        case JsonArray array -> {
          var items = new ArrayList<JsonValue>();
          for (var item : array) {
            items.add(changed(item));
            if (random.nextInt(150) == 0) {
              items.add(random.nextInt(items.size()), item);
            }
          }
          yield Json.BUILD.createArrayBuilder(items).build();
        }
        default -> value;
      };
    }

    private JsonValue changed(JsonValue value) throws Json.Malformed {
      return random.nextInt(300) == 0 ? Json.value(ODDITIES.get(random.nextInt(ODDITIES.size()))) : of(value);
    }
  }
}
