package portside.translate.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.translate.responses.ItemProgress.Type;
import portside.translate.tools.ToolNameResolver;
import portside.wire.Json;
import portside.wire.common.ToolCallDelta;
import portside.wire.responses.OutputItem;
import portside.wire.responses.ResponseEvent.Kind;

/// Which item an event is about, where servers place, name and repeat them each in its own way.
class OutputItemsTest {
  /// Where the place or the id is not known, the other counts; where neither is, the item is any.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      0  | a  | 0  | b  | true
      0  | a  | 1  | a  | false
      2  | a  | 2  | ~~ | true
      -1 | a  | 0  | a  | true
      -1 | a  | 0  | b  | false
      0  | a  | -1 | a  | true
      0  | a  | -1 | b  | false
      0  | a  | -1 | ~~ | true
      -1 | ~~ | -1 | a  | false
      -1 | ~~ | -1 | ~~ | true
      """)
  void thePlaceCountsMoreThanTheId(int index, String id, int otherIndex, String otherId, boolean at) {
    assertEquals(at, new ItemProgress(index, id, Type.MESSAGE).isAt(otherIndex, otherId));
  }

  /// The columns: type, id and call id of the item that came | and of the one at the end, `-` for none.
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      MESSAGE a -   | message a -       | true
      MESSAGE a -   | message b -       | false
      MESSAGE - -   | message - -       | false
      MESSAGE a -   | reasoning a -     | false
      REASONING a - | reasoning a -     | true
      CALL f c      | function_call g c | true
      CALL f c      | function_call f d | false
      CALL f -      | function_call f c | true
      CALL f c      | function_call f - | true
      CALL f c      | function_call g - | false
      CALL f c      | message f -       | false
      """)
  void theEndRepeatsAnItem(String came, String atTheEnd, boolean same) throws Json.Malformed {
    var parts = came.replace("-", "").split(" ", -1);
    var progress = new ItemProgress(0, parts[1], Type.valueOf(parts[0]));
    if (!parts[2].isEmpty()) {
      called(progress, parts[2]);
    }
    var other = atTheEnd.replace("-", "").split(" ", -1);
    assertEquals(same, progress.isSame(item(other[0], other[1], other[2], "")));
  }

  @Test
  void anItemBeginsOnce() throws Json.Malformed {
    var items = new OutputItems();
    assertNull(items.begun(0, item("message", "a", "", "")));
    var first = items.open(0, "", Type.MESSAGE);
    assertNull(items.begun(0, item("reasoning", "a", "", "")));
    assertSame(first, items.begun(0, item("message", "a", "", "")));
    first.announce(item("message", "a", "", ""));
    assertNull(items.begun(0, item("message", "a", "", "")));
    assertTrue(first.isAt(-1, "a"));
    first.announce(item("message", "", "", ""));
    assertTrue(first.isAt(-1, "a"));
    var second = items.open(1, "", Type.MESSAGE);
    second.finish();
    assertNull(items.begun(1, item("message", "b", "", "")));
  }

  @Test
  void anItemEndsOnceAndMayBeToldOfAgain() throws Json.Malformed {
    var items = new OutputItems();
    assertNull(items.ending(0, item("message", "a", "", "")));
    var first = items.open(0, "a", Type.MESSAGE);
    assertSame(first, items.ending(0, item("message", "b", "", "")));
    first.finish();
    assertSame(first, items.ending(0, item("message", "a", "", "")));
    assertNull(items.ending(0, item("message", "b", "", "")));
  }

  @Test
  void onlyWordsAndCallsMustBeDone() {
    for (var type : Type.values()) {
      var items = new OutputItems();
      assertTrue(items.areDone());
      var item = items.open(0, "a", type);
      assertEquals(type == Type.REASONING || type == Type.OTHER, items.areDone());
      item.finish();
      assertTrue(items.areDone());
    }
  }

  @Test
  void theLastOneIsTheOneOpenedLast() {
    var items = new OutputItems();
    assertTrue(items.all().isEmpty());
    var first = items.open(0, "a", Type.MESSAGE);
    assertTrue(items.isLast(first));
    var second = items.open(0, "a", Type.MESSAGE);
    assertFalse(items.isLast(first));
    assertTrue(items.isLast(second));
    assertEquals(List.of(first, second), items.all());
    assertSame(second, items.of(0, "", Kind.TEXT));
    assertNull(items.of(0, "", Kind.ARGUMENTS));
  }

  @Test
  void whatIsRepeatedIsSoughtByIdByWordsByPlaceAndByItsBeginning() throws Json.Malformed {
    var byId = said(new ItemProgress(0, "a", Type.MESSAGE), "x");
    var byWords = said(new ItemProgress(1, "b", Type.MESSAGE), "one");
    var byPlace = said(new ItemProgress(2, "c", Type.MESSAGE), "y");
    var begun = said(new ItemProgress(3, "d", Type.MESSAGE), "two");
    var call = new ItemProgress(5, "e", Type.CALL);
    called(call, "c");
    var all = List.of(byId, byWords, byPlace, begun, call);
    assertSame(byId, OutputItems.repeated(all, 2, item("message", "a", "", "one")));
    assertSame(byWords, OutputItems.repeated(all, 2, item("message", "z", "", "one")));
    assertSame(byPlace, OutputItems.repeated(all, 2, item("message", "z", "", "two three")));
    assertSame(begun, OutputItems.repeated(all, 9, item("message", "z", "", "two three")));
    assertNull(OutputItems.repeated(all, 9, item("message", "z", "", "three")));
    assertSame(call, OutputItems.repeated(all, 9, item("function_call", "z", "c", "")));
    assertSame(call, OutputItems.repeated(all, 5, item("function_call", "z", "", "")));
    assertNull(OutputItems.repeated(all, 5, item("function_call", "z", "d", "")));
    assertNull(OutputItems.repeated(all, 9, item("function_call", "z", "", "")));
    assertNull(OutputItems.repeated(all, 2, item("reasoning", "z", "", "")));
  }

  /// The columns: what came | the whole | what is left to come; `none` where the whole is something else.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "none", textBlock = """
      TEXT      | one          | one two        | ~ two~
      TEXT      | one          | one            | ~~
      TEXT      | ~ one ~      | one            | ~~
      TEXT      | one          | ~~             | ~~
      TEXT      | one          | two            | none
      TEXT      | {"a":1}      | { "a" : 1 }    | none
      ARGUMENTS | {"a":1}      | { "a" : 1 }    | ~~
      ARGUMENTS | {"a":1}      | { "a" : 2 }    | none
      ARGUMENTS | {"a":1}      | {              | none
      """)
  void theRestOfAWholeIsWhatHasNotCome(Kind kind, String came, String whole, String rest) {
    var progress = new ItemProgress(0, "a", Type.MESSAGE);
    progress.add(kind, 0, came);
    assertEquals(rest, progress.rest(kind, List.of(whole)).orElse(null));
  }

  @Test
  void ofArgumentsThatRepeatWhatCameTheRestIsWhatIsNew() {
    var progress = new ItemProgress(0, "a", Type.CALL);
    called(progress, "c");
    for (var piece : List.of("{\"a\"", "{\"a\":1")) {
      progress.call().add(new ToolCallDelta(ToolCallDelta.NO_INDEX, null, null, piece, null), new ToolNameResolver(Set.of("Read"),
          UnaryOperator.identity()));
      progress.add(Kind.ARGUMENTS, 0, piece);
    }
    assertEquals("}", progress.rest(Kind.ARGUMENTS, List.of("{\"a\":1}")).orElseThrow());
  }

  @Test
  void partsOfReasoningAreToldApart() {
    var progress = new ItemProgress(0, "a", Type.REASONING);
    assertTrue(progress.mayThink(Kind.SUMMARY));
    assertFalse(progress.turnsTo(0));
    progress.add(Kind.SUMMARY, 0, "x");
    assertFalse(progress.isInParts());
    assertTrue(progress.turnsTo(1));
    assertFalse(progress.turnsTo(1));
    progress.add(Kind.SUMMARY, 1, "y");
    assertTrue(progress.isInParts());
    assertTrue(progress.mayThink(Kind.SUMMARY));
    assertFalse(progress.mayThink(Kind.REASONING_TEXT));
    assertTrue(progress.said(Kind.SUMMARY, List.of("x", "y")));
    assertFalse(progress.said(Kind.REASONING_TEXT, List.of()));
    assertFalse(progress.began(Kind.REASONING_TEXT, List.of("x")));
  }

  private static ItemProgress said(ItemProgress progress, String text) {
    progress.add(Kind.TEXT, 0, text);
    return progress;
  }

  private static void called(ItemProgress progress, String callId) {
    var names = new ToolNameResolver(Set.of("Read"), UnaryOperator.identity());
    progress.call().add(new ToolCallDelta(ToolCallDelta.NO_INDEX, callId, "Read", "", null), names);
  }

  private static OutputItem item(String type, String id, String callId, String text) throws Json.Malformed {
    return OutputItem.read(Json.object("""
        {"type":"%s","id":"%s","call_id":"%s","content":[{"type":"output_text","text":"%s"}]}""".formatted(type, id, callId, text)));
  }
}
