package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class TableTest {
  private static Table table() {
    return new Table(List.of(Table.Column.left("NAME"), Table.Column.right("REQ"), Table.Column.left("NOTE")));
  }

  @Test
  void numbersStandAtTheRightEdgeAndNoLineEndsInBlanks() {
    assertEquals("""
        NAME     REQ  NOTE
        glm       12  429
        kimi-k2    3
        合同       1  x
        """, table().row("glm", "12", "429").row("kimi-k2", "3", "").row("合同", "1", "x").text(Paint.NONE));
  }

  @Test
  void whereThereIsNoRoomLongTextsGoOnBelowThemselves() {
    var table = table().row("glm", "12", "the proxy has no key: set OPENAI_API_KEY in env/.env-glm").row("kimi-k2-with-a-long-name", "3", "429");
    assertEquals("""
        NAME          REQ  NOTE
        glm            12  the proxy
                           has no key:
                           set
                           OPENAI_API_K
                           EY in
                           env/.env-glm
        kimi-k2-with    3  429
        -a-long-name
        """, table.text(Paint.NONE, 31));
    assertEquals("""
        NAME  glm
        REQ   12
        NOTE  the proxy has no key:
              set OPENAI_API_KEY in
              env/.env-glm

        NAME  kimi-k2-with-a-long-name
        REQ   3
        NOTE  429
        """, table.text(Paint.NONE, 30));
    assertEquals(table.text(Paint.NONE), table.text(Paint.NONE, 87));
    assertEquals("""
        NAME                      REQ  NOTE
        glm                        12  the proxy has no key: set OPENAI_API_KEY in
                                       env/.env-glm
        kimi-k2-with-a-long-name    3  429
        """, table.text(Paint.NONE, 75));
  }

  @ParameterizedTest
  @CsvSource({"a bc d, 4, a bc|d", "a bc d, 6, a bc d", "abcdef g, 3, abc|def|g", "合同合 x, 3, 合|同|合|x", "'', 3, ''"})
  void wordsStayWhole(String text, int columns, String lines) {
    assertEquals(lines, String.join("|", DisplayWidth.wrap(text, columns)));
  }

  @Test
  void whatATerminalWouldObeyIsShownInstead() {
    assertEquals("NAME                 REQ  NOTE\n\\u001b[2Jx\\ny\\u0007    1\n", table().row("\033[2Jx\ny\007", "1", "").text(Paint.NONE));
  }

  @Test
  void coloursTakeNoRoom() {
    var cell = new Table.Cell("7", Paint.Role.GOOD);
    assertEquals("\033[1mNAME\033[0m  \033[1mREQ\033[0m  \033[1mNOTE\033[0m\na       \033[32m7\033[0m  b\n",
        table().row(List.of(Table.Cell.of("a"), cell, Table.Cell.of("b"))).text(Paint.COLOURS));
  }

  @ParameterizedTest
  @CsvSource({"abcdef, 6, abcdef", "abcdef, 5, abcd…", "合同合同, 5, 合同…", "合同合同, 4, 合…", "🚀🟢a, 4, 🚀…", "✅⭐ab, 5, ✅⭐…", "→─✓a, 4, →─✓a", "abc, 1, …", "abc, 0, ''", "e\u0301te\u0301, 3, e\u0301te\u0301"})
  void aTextIsCutToTheColumnsItTakes(String text, int columns, String cut) {
    assertEquals(cut, DisplayWidth.cut(text, columns));
  }
}
