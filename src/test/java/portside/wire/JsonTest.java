package portside.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void aValueMayBeNestedTwoHundredAndFiftySixDeep() throws Exception {
    assertEquals(JsonValue.ValueType.ARRAY, Json.value(nested(256)).getValueType());
    var beyond = assertThrows(Json.Malformed.class, () -> Json.value(nested(257)));
    assertEquals("nested deeper than 256 levels, larger than 64 million characters, or a number of thousands of digits", beyond.getMessage());
  }

  private static String nested(int deep) {
    return "[".repeat(deep) + "]".repeat(deep);
  }
}
