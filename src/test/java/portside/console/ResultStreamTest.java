package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What becomes of a result that cannot be written.
class ResultStreamTest {
  private static final String UNWRITTEN = "portside: the result could not be written: byte 5 is too many\n  hint: what is there of it is not all\n";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int ended(int code, boolean pipe, String... texts) {
    err.reset();
    var stream = new ResultStream(new BufferedOutputStream(new Small()), StandardCharsets.UTF_8, pipe);
    for (var text : texts) {
      stream.print().print(text);
      stream.print().flush();
    }
    return stream.finish(code, new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void allOfItArrivedOrItIsSaid() {
    assertEquals(0, ended(0, false, "1", "234"));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
    assertEquals(1, ended(0, false, "12345"));
    assertEquals(UNWRITTEN, err.toString(StandardCharsets.UTF_8));
    assertEquals(1, ended(0, false, "12345", "6"), "the first reason counts");
    assertEquals(UNWRITTEN, err.toString(StandardCharsets.UTF_8));
    assertEquals(3, ended(3, false, "12345"), "a failure keeps its own code");
    assertEquals(UNWRITTEN, err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whereNothingIsReadAnyMoreNothingIsSaid() {
    assertEquals(0, ended(0, true, "12345"));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  /// Has room for four bytes.
  private static final class Small extends OutputStream {
    private int written;

    @Override
    public void write(int one) throws IOException {
      if (++written > 4) {
        throw new IOException("byte " + written + " is too many");
      }
    }
  }
}
