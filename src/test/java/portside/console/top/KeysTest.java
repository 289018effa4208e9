package portside.console.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.console.top.Keys.Action;
import portside.wire.Json;

class KeysTest {
  private static final int ROWS = 24;

  /// The line that stands out after some keys, and the title of the pane.
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "x            |                     | requests",
    "j            | 14:03:09  glm       | requests",
    "<Down>       | 14:03:09  glm       | requests",
    "jjj          | 14:02:40  kimi-k2   | requests",
    "jjjk         | 14:03:01  glm       | requests",
    "jjj<Up><Up>  | 14:03:09  glm       | requests",
    "jk           |                     | requests",
    "G            | 14:01:59  kimi-k2   | requests",
    "<End>        | 14:01:59  kimi-k2   | requests",
    "<Page_Down>  | 14:01:59  kimi-k2   | requests",
    "Gjjj         | 14:01:59  kimi-k2   | requests",
    "Gg           |                     | requests",
    "G<Home>      |                     | requests",
    "G<Page_Up>   |                     | requests",
    "jj<Escape>   |                     | requests",
    "<Tab>        | deepseek            | requests",
    "<Tab>j       | glm                 | requests",
    "<Tab>G       | kimi-k2             | requests",
    "<Tab>Gk<Tab> |                     | requests",
    "<Tab>jj<Enter> |                   | requests /kimi-k2: 3",
    "2            |                     | models of the last 4 requests",
    "3            |                     | projects of the last 4 requests",
    "31           |                     | requests",
    "4            |                     | log",
    "2j           | k3.1-pro            | models of the last 4 requests",
    "2j<Enter>    |                     | requests /k3.1-pro: 2",
    "s            |                     | requests, slowest first",
    "ss           |                     | requests, dearest first",
    "sss          |                     | requests, most tokens first",
    "ssss         |                     | requests",
    "2s           |                     | models, most tokens first of the last 4 requests",
    "s1           |                     | requests, slowest first",
    "jj1          | 14:03:01  glm       | requests",
    "jj21         |                     | requests",
    "s2           |                     | models of the last 4 requests",
    "/kimi        |                     | requests /kimi: 3",
    "/KIMI<Enter>j | 14:02:21  kimi-k2  | requests /KIMI: 3",
    "/!kimi<Enter> |                    | requests /!kimi: 3",
    "/77bb<Enter> |                     | requests /77bb: 2",
    "/kimix<Backspace> |                | requests /kimi: 3",
    "/k<Backspace><Backspace> |         | requests",
    "/kimi<Escape> |                    | requests",
    "/kimi<Enter><Escape> |             | requests",
    "/q1          |                     | requests /q1: 0",
    "?            |                     | keys",
    "?x           |                     | requests",
    "jjj<Enter>   |                     | request req_a2, Esc goes back",
    "jjj<Enter><Escape> | 14:02:40  kimi-k2 | requests",
    "jjj<Enter><Enter>  | 14:02:40  kimi-k2 | requests",
    "4<Enter>     |                     | log",
    ":x<Escape>   |                     | requests",
  })
  void keysMoveAndChoose(String keys, String selected, String title) throws Exception {
    var session = Told.session();
    assertEquals(new Action.None(), keys.contains("jjj<Enter>") ? new Action.None() : Told.type(session, keys), keys);
    if (keys.contains("jjj<Enter>")) {
      Told.type(session, keys);
    }
    var picture = Told.picture(session, 100, ROWS);
    var marked = picture.stream().filter(line -> line.startsWith(">")).map(line -> line.substring(1)).toList();
    assertEquals(selected == null ? 0 : 1, marked.size(), String.join("\n", picture));
    assertTrue(selected == null || marked.getFirst().startsWith(selected), String.join("\n", marked));
    assertEquals(List.of(" ━ " + title), picture.stream().filter(line -> line.startsWith(" ━ ")).map(line -> line.replaceFirst(" ━+$", "")).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"q", ":q<Enter>", ":quit<Enter>", "<Interrupt>", "?q", "jj<Enter>q", "/abc<Interrupt>", ":w<Interrupt>", "r<Interrupt>", "pq"})
  void theseQuit(String keys) throws Exception {
    assertEquals(new Action.Quit(), Told.type(Told.session(), keys));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q", ":q", ":w<Enter>", ":q<Escape>", "rq", ":q<Backspace><Enter>"})
  void theseDoNot(String keys) throws Exception {
    assertEquals(new Action.None(), Told.type(Told.session(), keys));
  }

  @Test
  void anUnknownCommandIsNamed() throws Exception {
    assertEquals(" no command: wq; :q quits, ? explains the keys", last(":wq<Enter>"));
  }

  @Test
  void typingIsShown() throws Exception {
    assertEquals(" :wq▏  q quits", last(":wq"));
  }

  @Test
  void detailsAreAskedOfTheInstanceThatServed() throws Exception {
    assertEquals(new Action.Fetch("kimi-k2", "req_a2"), Told.type(Told.session(), "jjj<Enter>"));
  }

  @Test
  void aRunningRequestIsAskedForWhenItEnds() throws Exception {
    var session = Told.session();
    assertEquals(new Action.None(), Told.type(session, "j<Enter>"));
    var row = OperatorJson.row(Json.object(Told.text("details.json").replace("req_a2", "req_run1")));
    assertEquals(new Action.Fetch("kimi-k2", "req_run1"), Told.take(session, new Happening.News.Ended(row)));
    Told.type(session, "<Escape>");
    assertEquals(new Action.None(), Told.take(session, new Happening.News.Ended(OperatorJson.row(Json.object(Told.text("details.json").replace("req_a2", "req_b"))))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"<Tab>jr | y", "<Tab>j<Tab>4r | Y"})
  void aResetIsAskedForFirst(String keys, String yes) throws Exception {
    var session = Told.session();
    assertEquals(new Action.None(), Told.type(session, keys));
    assertEquals(" Shall glm forget which providers failed?  y yes, any other key no", Told.picture(session, 100, ROWS).getLast());
    assertEquals(new Action.Reset("glm"), Told.type(session, yes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rn", "r<Enter>", "r<Escape>", "rr"})
  void anyOtherKeyResetsNothing(String keys) throws Exception {
    var session = Told.session();
    assertEquals(new Action.None(), Told.type(session, keys));
    assertEquals(" nothing was reset", Told.picture(session, 100, ROWS).getLast());
  }

  @Test
  void whereNothingRunsNothingIsReset() {
    var session = new Session(Told.BERLIN);
    assertEquals(new Action.None(), Told.type(session, "r"));
    assertEquals(" no instance runs", Told.picture(session, 100, ROWS).getLast());
    assertEquals(new Action.None(), Told.type(session, "jkGg<Enter><Tab>jG<Enter>2j<Enter>4j<Enter>"));
  }

  @Test
  void whatCameOfItIsSaidUntilTheNextKey() throws Exception {
    var session = Told.session();
    Told.take(session, new Happening.News.Said("glm has forgotten which providers failed"));
    assertEquals(" glm has forgotten which providers failed", Told.picture(session, 100, ROWS).getLast());
    Told.type(session, "j");
    assertTrue(Told.picture(session, 100, ROWS).getLast().startsWith(" q quit"));
  }

  /// The selected row stays selected while others come before it.
  @Test
  void aSelectionMovesWithItsRow() throws Exception {
    var session = Told.session();
    Told.type(session, "jj");
    Told.take(session, new Happening.News.Ended(OperatorJson.row(Json.object(Told.text("details.json").replace("req_a2", "req_new").replace("13:02:40", "13:03:10")))));
    var picture = Told.picture(session, 100, ROWS);
    assertTrue(picture.stream().anyMatch(line -> line.startsWith(">14:03:01  glm")), String.join("\n", picture));
  }

  @Test
  void redrawAndSizeDrawAnew() throws Exception {
    var session = Told.session();
    assertInstanceOf(Action.Redraw.class, Told.type(session, "<Redraw>"));
    assertInstanceOf(Action.Redraw.class, Told.take(session, new Happening.Resized(10, 10)));
    assertInstanceOf(Action.Quit.class, Told.take(session, new Happening.Closed()));
  }

  @Test
  void whatIsTypedIsBounded() throws Exception {
    var session = Told.session();
    Told.type(session, "/" + "a".repeat(1_000));
    assertEquals(" ━ requests /" + "a".repeat(100) + ": 0", Told.picture(session, 200, ROWS).stream().filter(line -> line.startsWith(" ━")).findFirst().orElseThrow().replaceFirst(" ━+$", ""));
  }

  private static String last(String keys) throws Exception {
    var session = Told.session();
    Told.type(session, keys);
    return Told.picture(session, 100, ROWS).getLast();
  }
}
