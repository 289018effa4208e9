package portside.console.top;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import portside.status.RunningInstance;
import portside.wire.Json;

/// What instances tell in these tests: the files beside the golden pictures, in the form of `/dashboard/data`.
final class Told {
  static final Instant NOW = Instant.parse("2026-11-29T13:03:12Z");
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private Told() {}

  static String text(String file) {
    try (var stream = Told.class.getResourceAsStream(file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One that runs; nothing listens there.
  static RunningInstance instance(String name) {
    return instance(name, 1, "a-token");
  }

  static RunningInstance instance(String name, int port, String token) {
    return new RunningInstance(name, ProcessHandle.current().pid(), 0, "127.0.0.1", port, "env/.env-" + name, "1", token, NOW);
  }

  static Overview overview() throws Json.Malformed {
    return OperatorJson.overview(Json.object(text("overview.json")));
  }

  /// Three instances with two requests that run and four that ended.
  static Session session() throws Json.Malformed {
    var session = new Session(BERLIN);
    take(session, new Happening.News.Found(List.of(instance("deepseek"), instance("glm"), instance("kimi-k2"))));
    take(session, new Happening.News.Overviewed(overview()));
    take(session, new Happening.News.Remembered(OperatorJson.requests(Json.object(text("requests.json")))));
    return session;
  }

  static Keys.Action take(Session session, Happening happening) {
    return session.take(happening, NOW);
  }

  /// Types keys: a character each, or a name between angle brackets such as `<Enter>`.
  static Keys.Action type(Session session, String keys) {
    Keys.Action last = new Keys.Action.None();
    for (var key : keys.split("(?<=>)|(?=<)|(?<=[^<>])(?![^<]*>)")) {
      last = key.isEmpty() ? last : take(session, new Happening.Pressed(
          key.startsWith("<") ? Key.Named.valueOf(key.substring(1, key.length() - 1).toUpperCase(Locale.ROOT)) : new Key.Typed(key.codePointAt(0))));
    }
    return last;
  }

  /// The picture without colours; the selected line has a `>` at its beginning, where it is drawn inverted.
  static List<String> picture(Session session, int columns, int rows) {
    return session.picture(columns, rows, NOW).stream().map(line -> (line.selected() ? ">" : " ") + line.plain()).map(String::stripTrailing).toList();
  }
}
