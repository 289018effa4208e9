package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.upstream.UpstreamAnswer;

class BoundedBodyTest {
  private static final int MEGABYTE = 1_048_576;

  /// An answer of so many bytes that arrive in pieces of that length.
  private static final class Lengthy implements UpstreamAnswer {
    private final int piece;
    private int left;

    Lengthy(int length, int piece) {
      this.left = length;
      this.piece = piece;
    }

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String header(String name) {
      return null;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }

    @Override
    public int read(byte[] buffer) {
      var read = Math.min(left, Math.min(piece, buffer.length));
      left -= read;
      return read == 0 ? -1 : read;
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @CsvSource({"0, 9, 0", "10, 4, 10", "1048575, 4096, 1048575", "1048576, 4096, 1048576"})
  void aBodyIsReadToItsEnd(int length, int piece, int read) throws Exception {
    assertEquals(read, BoundedBody.readAll(new Lengthy(length, piece)).length);
  }

  @Test
  void ofOneWithoutEndItIsAMegabyte() throws Exception {
    assertEquals(MEGABYTE, BoundedBody.readAll(new Lengthy(Integer.MAX_VALUE, 4_096)).length);
  }
}
