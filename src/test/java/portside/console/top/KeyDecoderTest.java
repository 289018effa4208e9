package portside.console.top;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What terminals send, as characters: `^[` is an escape, `_` a pause.
class KeyDecoderTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
    "q            | q",
    "jk           | j k",
    "^[[A^[[B     | UP DOWN",
    "^[OA^[OB     | UP DOWN",
    "^[[5~^[[6~   | PAGE_UP PAGE_DOWN",
    "^[[H^[[F     | HOME END",
    "^[[1~^[[4~   | HOME END",
    "^[[Z         | TAB",
    "^[_q         | ESCAPE q",
    "^[q          | ESCAPE q",
    "^[^[_        | ESCAPE ESCAPE",
    "^[[_q        | OTHER q",
    "^[[1;5Aq     | OTHER q",
    "^[[?62;22cq  | OTHER q",
    "^I^M^J       | TAB ENTER ENTER",
    "^H^?         | BACKSPACE BACKSPACE",
    "^Lq          | REDRAW q",
    "^A^Z         | OTHER OTHER",
    "é注🚀        | é 注 🚀",
    "^C           | INTERRUPT",
    "\"\"         | INTERRUPT",
  })
  void keysAre(String sent, String keys) throws IOException {
    var units = units(sent).iterator();
    var decoder = new KeyDecoder(patience -> {
      var unit = units.hasNext() ? units.next() : KeyDecoder.END;
      return patience == 0 && unit == KeyDecoder.EXPIRED ? units.next() : unit; // who waits for ever sees no pause
    });
    var decoded = new ArrayList<String>();
    for (var word = 0; word < keys.split(" ").length; word++) {
      decoded.add(switch (decoder.next()) {
        case Key.Typed(var character) -> Character.toString(character);
        case Key.Named named -> named.name();
      });
    }
    assertEquals(List.of(keys.split(" ")), decoded);
  }

  private static List<Integer> units(String sent) {
    var units = new ArrayList<Integer>();
    for (var at = 0; at < sent.length(); at++) {
      var unit = sent.charAt(at);
      if (unit == '^') {
        at++;
        units.add(sent.charAt(at) == '?' ? 127 : sent.charAt(at) - '@');
      } else {
        units.add(unit == '_' ? KeyDecoder.EXPIRED : unit);
      }
    }
    return units;
  }
}
