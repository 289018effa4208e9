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
