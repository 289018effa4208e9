package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressDetectorTest {
  @ParameterizedTest
  @ValueSource(strings = {"\n\n", "\r\n \t\r\n", ": keep-alive\n\n", ":", "data:\n", "data: \n\n", "data:\t\n", "event: ping\n",
    "id: 4711\nretry: 100\n\n", "data\n", "dat", "e", "  : x\n"})
  void sayNothing(String text) {
    inPieces(false, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "\n\n{\"a\":1}", "data: {}\n\n", ": c\ndata: x\n",
    "event: ping\ndata: {\"type\":\"ping\"}\n\n", "eve: x", "ids", "  1"})
  void saySomething(String text) {
    inPieces(true, text);
  }

  /// The same at every split.
  private static void inPieces(boolean expected, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    for (var split = 0; split <= bytes.length; split++) {
      var progress = new ProgressDetector();
      var first = progress.isMoreThanThat(bytes, split);
      var rest = Arrays.copyOfRange(bytes, split, bytes.length);
      assertEquals(expected, first | progress.isMoreThanThat(rest, rest.length), "split at " + split);
    }
  }
}
