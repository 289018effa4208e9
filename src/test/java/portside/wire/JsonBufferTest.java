package portside.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The writer gives back what the parser read, and cleans what no provider takes.
class JsonBufferTest {
  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "null", "true", "-1.50e+3", "\"\"", "[1,[2,{\"a\":[]}],\"b\"]", "{\"z\":1,\"a\":{\"y\":null,\"b\":false}}",
      "\"tab\\t line\\n return\\r quote\\\" back\\\\slash / \\u0001 \\u001f é — 😀\""})
  void givesBackWhatWasRead(String json) throws Exception {
    assertEquals(json.replace("-1.50e+3", "-1.50E+3"), JsonBuffer.text(Json.value(json)));
  }

  @Test
  void writesMembersInTheirOrder() {
    var json = new JsonBuffer(1);
    json.beginObject().name("b").value(1).name("a").beginArray().value("x").value(true).nullValue().value(0.5).value(2.0).endArray();
    json.name("c").beginObject().endObject().name("d").value("y").endObject();
    assertEquals("{\"b\":1,\"a\":[\"x\",true,null,0.5,2],\"c\":{},\"d\":\"y\"}", new String(json.toBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void cleansNulAndLoneSurrogates() {
    var json = new JsonBuffer(1);
    json.value("a\u0000b\ud83dc\ude00d😀");
    assertEquals("\"ab\ufffdc\ufffdd😀\"", new String(json.toBytes(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"2.0, 2", "-3.0, -3", "0.5, 0.5", "999999999999999.0, 999999999999999", "1e15, 1.0E15", "-1e15, -1.0E15"})
  void writesNumbersWithoutAFractionWhereThereIsNone(double number, String written) {
    assertEquals(written, new String(new JsonBuffer(1).value(number).toBytes(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 11, 99, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE})
  void writesIntegers(long number) {
    assertEquals(String.valueOf(number), new String(new JsonBuffer(1).value(number).toBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void aHalfBeforeAWholeCharacterIsReplacedWhereverItStands() {
    for (int before = 4090; before < 4100; before++) {
      var json = new JsonBuffer(1).value("x".repeat(before) + "\ud83d😀");
      assertEquals("\"" + "x".repeat(before) + "\ufffd😀\"", new String(json.toBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void writesTextsLongerThanAStretch() {
    var text = "0123456789\"\n".repeat(2_000);
    var json = new JsonBuffer(1);
    json.value(text);
    assertEquals("\"" + text.replace("\"", "\\\"").replace("\n", "\\n") + "\"", new String(json.toBytes(), StandardCharsets.UTF_8));
  }
}
