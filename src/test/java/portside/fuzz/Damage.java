package portside.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import portside.wire.Json;

/// Answers as a broken or strange provider would send them.
final class Damage {
  private static final List<String> GARBAGE =
      List.of("Internal Server Error", "<html>502</html>", "data", "data:", "data: ", "event: error", "event:", "data: null", "data: 7", "data: \"x\"", "data: [", "data: []",
          "data: [[]]", "data: {}", "data: {\"choices\":[]}", "data: {\"choices\":{}}", "data: [DONE] ", "data: [DONE", "data: {\"error\":null}", "data: {\"error\":\"\"}", "{\"a\":1}",
          "data: {\"error\":{\"message\":{\"deep\":[1]}}}", "data: {\"choices\":[null,7,{\"index\":-1}]}", ":", "\u0000", "data: " + "[".repeat(10_000), "data: " + "{\"choices\":".repeat(400));

  private final RandomGenerator random;

  private Damage(RandomGenerator random) {
    this.random = random;
  }

  /// The body with one wound or several.
  static byte[] of(Streams.Body body, RandomGenerator random) {
    var damage = new Damage(random);
    if (random.nextInt(4) == 0) {
      return BadBytes.of(body.bytes(), random);
    }
    var damaged = (body.sse() ? damage.stream(body.bytes()) : damage.document(new String(body.bytes(), StandardCharsets.UTF_8)))
        .getBytes(StandardCharsets.UTF_8);
    return random.nextInt(8) == 0 ? BadBytes.of(damaged, random) : damaged;
  }

  private String stream(byte[] bytes) {
    var events = new ArrayList<>(Arrays.asList(new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n").strip().split("\n\n")));
    for (var wounds = 1 + random.nextInt(3); wounds > 0 && !events.isEmpty(); wounds--) {
      wound(events, random.nextInt(events.size()));
    }
    return String.join("\n\n", events) + "\n\n";
  }

  private void wound(List<String> events, int at) {
    var event = events.get(at);
    switch (random.nextInt(14)) {
      case 0 -> events.remove(at);
      case 1 -> events.add(at, event);
      case 2 -> Collections.swap(events, at, random.nextInt(events.size()));
      case 3 -> events.add(at, GARBAGE.get(random.nextInt(GARBAGE.size())));
      case 4 -> Collections.shuffle(events.subList(at, events.size()), Random.from(random));
      case 5 -> joined(events, at, "\n"); // no blank line between them
      case 6 -> events.set(at, event.replaceFirst("^data: (.*)$", "data: $1$1"));
      case 7 -> events.set(at, event.replaceFirst("^data: ", List.of("", "data", "DATA: ", "event: error\ndata: ", "data:  ", "\tdata: ").get(random.nextInt(6))));
      case 8 -> events.set(at, GARBAGE.get(random.nextInt(GARBAGE.size())) + "\n" + event);
      default -> events.set(at, event.startsWith("data: ") ? "data: " + document(event.substring(6)) : event + "x");
    }
  }

  private static void joined(List<String> events, int at, String by) {
    if (at + 1 < events.size()) {
      events.set(at, events.get(at) + by + events.remove(at + 1));
    }
  }

  private String document(String json) {
    try {
      return OddJson.of(Json.value(json), random);
    } catch (Json.Malformed noJson) {
      return json + GARBAGE.get(random.nextInt(GARBAGE.size()));
    }
  }
}
