package portside.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One row for each request, whatever became of its lines.
class JournalReaderTest {
  private static final long DEAD = 1;
  private static final long ALIVE = 2;

  private static String begin(String id, long pid) {
    return "{\"v\":1,\"begin\":\"" + id + "\",\"at\":\"2026-01-01T00:00:00Z\",\"pid\":" + pid + ",\"start\":7,\"provider\":\"glm\",\"est_in\":40}";
  }

  private static String end(String id, String result) {
    return "{\"v\":1,\"end\":\"" + id + "\",\"status\":200,\"result\":\"" + result + "\",\"in\":100}";
  }

  /// Any order, repetition and damage gives what a plain model gives.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOrderOfLinesDoesNotMatter(long seed) {
    var random = new Random(seed);
    var lines = new ArrayList<String>();
    var expected = new TreeMap<String, String>();
    for (var number = 0; number < 60; number++) {
      var id = "req_" + number;
      var pid = random.nextBoolean() ? DEAD : ALIVE;
      var ends = random.nextInt(3) > 0;
      var amended = ends && random.nextInt(4) == 0;
      lines.add(begin(id, pid));
      if (ends) {
        lines.add(end(id, "ok"));
      }
      if (amended) {
        lines.add("{\"v\":1,\"amend\":\"" + id + "\",\"status\":499,\"result\":\"left\"}");
      }
      if (ends || pid == DEAD) {
        expected.put(id, amended ? "499 left 100" : ends ? "200 ok 100" : "null lost 40");
      }
    }
    lines.addAll(lines.subList(0, random.nextInt(lines.size())));
    lines.add("{\"v\":1,\"end\":\"req_torn\",\"sta");
    lines.add("");
    Collections.shuffle(lines, random);
    var told = new TreeMap<String, String>();
    JournalReader.rows(lines.stream(), (pid, start) -> pid == ALIVE && start == 7).forEach((id, row) ->
        told.put(id, row.get("status") + " " + row.getString("result") + " " + row.getInt("in")));
    assertEquals(expected, told);
  }

  @Test
  void aLostRequestIsCountedByEstimate() {
    assertEquals("{\"req_1\":{\"v\":1,\"at\":\"2026-01-01T00:00:00Z\",\"provider\":\"glm\",\"end\":\"req_1\",\"result\":\"lost\",\"est\":true,\"in\":40}}",
        text(JournalReader.rows(Stream.of(begin("req_1", DEAD)), (_, _) -> false)));
  }

  @Test
  void thisProcessRunsAndOneOfItsNumberThatBeganEarlierDoesNot() {
    var own = ProcessHandle.current();
    var start = own.info().startInstant().orElseThrow().toEpochMilli();
    assertTrue(Processes.here(own.pid(), start));
    assertTrue(!Processes.here(own.pid(), start - 1000));
  }

  private static String text(Map<String, ?> rows) {
    var text = new StringBuilder("{");
    rows.forEach((id, row) -> text.append('"').append(id).append("\":").append(row));
    return text.append('}').toString();
  }
}
