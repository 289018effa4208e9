package portside.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
  @ParameterizedTest
  @CsvSource({"glm, glm", "kimi-k2.5_x, kimi-k2.5_x", "a b, a%20b", "a_b, a_b", "a%20b, a%2520b", "ä, %C3%A4", "../x, ..%2Fx", "..\\x, ..%5Cx", "'a*[?{', a%2A%5B%3F%7B", "'', ''"})
  void eachNameHasAPartOfItsOwnAndIsReadFromIt(String instance, String part) {
    assertEquals(part, FileName.of(instance));
    assertEquals(instance, FileName.instance(part));
  }

  @Test
  void aLongNameIsCutAndStaysDifferentFromOthers() {
    var one = "ж".repeat(200);
    assertEquals(150, FileName.of(one).length());
    assertNotEquals(FileName.of(one), FileName.of(one + "x"));
    assertEquals(FileName.of(one), FileName.instance(FileName.of(one)));
    assertTrue(FileName.of(one).matches("[A-Za-z0-9._%-]+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "%", "%2", "%zz", "a%2fb", "%41", "%%", "ä", "%80"})
  void whatIsNoSuchPartStandsForItself(String part) {
    assertEquals(part, FileName.instance(part));
  }
}
