package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The log of a process whose standard error is not read.
@Timeout(60)
class AsyncLogHandlerTest {
  private static final Formatter BARE = new Formatter() {
    @Override
    public String format(LogRecord line) {
      return line.getMessage() + "\n";
    }
  };

  /// A pipe that takes nothing until its reader comes.
  private static final class Pipe extends OutputStream {
    private final CountDownLatch reader = new CountDownLatch(1);
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        reader.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      taken.write(bytes, offset, length);
    }

    @Override
    public void write(int one) {
      throw new IllegalStateException("lines are written whole");
    }
  }

  @Test
  void nobodyWaitsForAReaderAndWhatIsLostIsCounted() {
    var pipe = new Pipe();
    var log = new AsyncLogHandler(pipe, BARE);
    var line = "x".repeat(999);
    var fit = (int) AsyncLogHandler.ROOM / 1_000;
    for (int n = 0; n < fit + 7; n++) {
      log.publish(new LogRecord(Level.INFO, line));
    }
    pipe.reader.countDown();
    log.flush();
    log.publish(new LogRecord(Level.INFO, "after"));
    log.flush();
    var lines = pipe.taken.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(fit, lines.stream().filter(line::equals).count());
    assertTrue(lines.contains("7 lines of the log are left out here: it was not read for a while"), lines.getLast());
    assertEquals("after", lines.getLast());
  }

  @Test
  void theEndOfTheProcessWaitsForTheLastLines() {
    var pipe = new Pipe();
    pipe.reader.countDown();
    var log = new AsyncLogHandler(pipe, BARE);
    for (int n = 0; n < 1_000; n++) {
      log.publish(new LogRecord(Level.INFO, "line " + n));
    }
    log.flush();
    assertTrue(pipe.taken.toString(StandardCharsets.UTF_8).endsWith("\nline 999\n"));
  }

  @Test
  void butNotForEver() {
    var log = new AsyncLogHandler(new Pipe(), BARE);
    log.publish(new LogRecord(Level.INFO, "never read"));
    log.flush(); // comes back, or the time of the test is over
  }

  @Test
  void aReaderThatIsGoneEndsNothing() {
    var written = new ByteArrayOutputStream();
    var log = new AsyncLogHandler(new OutputStream() {
      @Override
      public void write(int one) {}

      @Override
      public void write(byte[] bytes) throws IOException {
        if (new String(bytes, StandardCharsets.UTF_8).startsWith("lost")) {
          throw new IOException("Broken pipe");
        }
        written.write(bytes);
      }
    }, BARE);
    log.publish(new LogRecord(Level.INFO, "lost"));
    log.flush();
    log.publish(new LogRecord(Level.INFO, "next"));
    log.flush();
    assertEquals("next\n", written.toString(StandardCharsets.UTF_8));
  }
}
