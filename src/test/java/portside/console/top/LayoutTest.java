package portside.console.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.console.DisplayWidth;
import portside.wire.Json;

/// Golden pictures; `-Dgolden.write` writes them anew.
class LayoutTest {
  private static final Path GOLDEN = Path.of("src/test/resources/portside/console/top");

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "usual-80x24     | 80  | 24 | ~~",
    "usual-100x30    | 100 | 30 | j",
    "usual-120x40    | 120 | 40 | ~~",
    "small-60x15     | 60  | 15 | ~~",
    "low-100x8       | 100 | 8  | ~~",
    "narrow-30x24    | 30  | 24 | ~~",
    "slowest-100x24  | 100 | 24 | s",
    "models-100x24   | 100 | 24 | 2",
    "log-100x24      | 100 | 24 | 4",
    "log-60x12       | 60  | 12 | 4/owned",
    "details-100x30  | 100 | 30 | jjj<Enter>",
    "details-50x30   | 50  | 30 | jjj<Enter>",
    "running-100x24  | 100 | 24 | <Enter>",
    "filtered-100x24 | 100 | 24 | /kimi<Enter>",
    "inverted-100x24 | 100 | 24 | /!shop",
    "keys-100x24     | 100 | 24 | ?",
    "reset-100x24    | 100 | 24 | <Tab>jr",
    "paused-100x24   | 100 | 24 | p",
  })
  void thePictureIs(String name, int columns, int rows, String keys) throws Exception {
    var session = Told.session();
    Told.take(session, new Happening.News.Summed(Pane.MODELS, OperatorJson.groups(Json.object(Told.text("models.json")), "model")));
    Told.take(session, new Happening.News.Logged("glm", OperatorJson.log(Json.object(Told.text("log.json")), "glm")));
    Told.take(session, new Happening.News.Detailed(OperatorJson.details(Json.object(Told.text("details.json")))));
    Told.type(session, keys);
    check(name, Told.picture(session, columns, rows));
  }

  @Test
  void beforeAnythingIsKnown() throws Exception {
    check("nothing-80x24", Told.picture(new Session(Told.BERLIN), 80, 24));
  }

  @Test
  void withoutAnInstanceItSaysHowToStartOne() throws Exception {
    var session = Told.session();
    Told.take(session, new Happening.News.Found(List.of()));
    check("none-80x24", Told.picture(session, 80, 24));
  }

  @Test
  void anInstanceThatDoesNotAnswerIsShown() throws Exception {
    var session = new Session(Told.BERLIN);
    Told.take(session, new Happening.News.Found(List.of(Told.instance("glm"), Told.instance("kimi-k2"))));
    Told.take(session, new Happening.News.Unanswered("glm", "nothing listens at http://127.0.0.1:1"));
    check("unanswered-80x24", Told.picture(session, 80, 24));
  }

  @Test
  void onPaperItHasNoEmptyLinesAndNoKeys() throws Exception {
    check("once-120", Layout.once(Told.session().snapshot(Told.NOW), 120, 20).stream().map(Line::plain).toList());
  }

  /// Whatever the size, there are so many lines, none is too wide and none can drive a terminal.
  @Test
  void everySizeIsKept() throws Exception {
    for (var keys : List.of("", "j", "2", "4", "?", "jjj<Enter>", "<Tab>", "/x", ":q", "r")) {
      var session = Told.session();
      Told.take(session, new Happening.News.Logged("glm", OperatorJson.log(Json.object(Told.text("log.json")), "glm")));
      Told.type(session, keys);
      for (var columns = 1; columns < 140; columns += 9) {
        for (var rows = 1; rows < 45; rows += 2) {
          var lines = session.picture(columns, rows, Told.NOW);
          assertEquals(rows, lines.size(), keys + " " + columns + "x" + rows);
          for (var line : lines) {
            assertTrue(DisplayWidth.of(line.plain()) <= columns, keys + " " + columns + "x" + rows + ": " + line.plain());
            assertTrue(line.plain().codePoints().noneMatch(Character::isISOControl), line.plain());
          }
        }
      }
    }
  }

  private static void check(String name, List<String> lines) throws Exception {
    var file = GOLDEN.resolve(name + ".txt");
    var text = String.join("\n", lines) + "\n";
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, text);
    }
    assertEquals(Files.readString(file), text);
  }
}
