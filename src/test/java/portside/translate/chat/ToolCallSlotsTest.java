package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.translate.tools.ToolNameResolver;
import portside.wire.common.ToolCallDelta;

/// Which call a fragment belongs to.
class ToolCallSlotsTest {
  /// The columns: id, name and arguments of two fragments at the same index, in chunks of their own; how many calls they are.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", textBlock = """
      - | Read  | {"a":1   | - | -     | ,"b":2}  | 1
      - | Read  | {"a":1   | - | Bash  | ,"b":2}  | 1
      - | Read  | {"a":1   | - | Bash  | {"b"     | 2
      - | Read  | {"a":1   | - | Bash  | ~~      | 2
      - | Read  | {"a":1}  | - | Bash  | x        | 2
      - | Read  | {"a":1}  | - | Read  | {"b"     | 2
      - | Read  | {"a":1}  | - | Read  | ~~      | 1
      - | Read  | {"a":1}  | - | Read  | {"a":1}  | 1
      - | Read  | {"a":1}  | - | -     | {"b":2}  | 1
      - | Read  | {"a":1   | - | Read  | {"b"     | 1
      - | Read  | ~~      | - | Bash  | {        | 2
      - | edit_ | ~~      | - | files | {        | 1
      - | -     | {"a":1   | - | Read  | ,"b":2}  | 1
      1 | Read  | {"a":1}  | 2 | Read  | {"a":1}  | 2
      1 | Read  | {"a":1}  | 1 | Read  | {"a":1}  | 1
      1 | Read  | {"a":1}  | 2 | -     | x        | 2
      1 | Read  | {"a":1   | 2 | -     | ,"b":2}  | 1
      1 | Read  | {"a":1   | 2 | Read  | ,"b":2}  | 1
      1 | Read  | {"a":1   | 2 | Bash  | {"b"     | 2
      1 | Read  | {"a":1   | 2 | Bash  | ~~      | 2
      1 | Read  | ~~      | 2 | Read  | x        | 2
      1 | Read  | ~~      | 2 | -     | {        | 1
      """)
  void aFragmentGoesToItsCallOrBeginsOne(String id, String name, String arguments, String nextId, String nextName, String next, int calls) {
    var slots = new ToolCallSlots(new ToolNameResolver(Set.of("Read", "Bash", "edit_file", "edit_files"), UnaryOperator.identity()));
    slots.add(0, new ToolCallDelta(0, id, name, arguments, null));
    slots.nextChunk();
    slots.add(0, new ToolCallDelta(0, nextId, nextName, next, null));
    assertEquals(calls, slots.size());
  }
}
