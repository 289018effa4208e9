package portside.console;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Standard output that keeps the first reason why something could not be written, which a `PrintStream` forgets. A result that is only half there must
/// not look like success. Where the reader of a pipe has gone, as `head` does, it wanted no more, and nothing is said.
public final class ResultStream {
  /// The exit code when a result could not be written.
  public static final int UNWRITTEN = 1;

  /// The bits of a file's mode that tell its kind, and two of the kinds (POSIX, sys/stat.h).
  private static final int KIND = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private final Watched watched;
  private final PrintStream print;
  private final boolean pipe;

  /// @param pipe whether a failure means that nothing is read any more
  ResultStream(OutputStream to, Charset charset, boolean pipe) {
    this.watched = new Watched(to);
    this.print = new PrintStream(watched, false, charset);
    this.pipe = pipe;
  }

  /// Takes the place of `System.out`, in its character set.
  public static ResultStream install() {
    var stream = new ResultStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), System.out.charset(), isPipe());
    System.setOut(stream.print);
    return stream;
  }

  private static boolean isPipe() {
    try {
      var kind = (int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & KIND;
      return kind == PIPE || kind == SOCKET;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // a system that does not tell
    }
  }

  /// Takes what is printed.
  PrintStream print() {
    return print;
  }

  /// Writes what waits, and says it where that or an earlier text did not arrive.
  ///
  /// @param code what the process would end with
  /// @return the same, or `UNWRITTEN` instead of success
  public int finish(int code, PrintStream err) {
    print.flush();
    if (watched.failure == null || pipe) {
      return code;
    }
    err.println("portside: the result could not be written: " + watched.failure.getMessage() + "\n  hint: what is there of it is not all");
    return code == 0 ? UNWRITTEN : code;
  }

  private static final class Watched extends FilterOutputStream {
    private @Nullable IOException failure;

    Watched(OutputStream to) {
      super(to);
    }

    @Override
    public void write(int one) throws IOException {
      kept(() -> out.write(one));
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      kept(() -> out.write(bytes, from, count));
    }

    @Override
    public void flush() throws IOException {
      kept(out::flush);
    }

    private void kept(Step step) throws IOException {
      try {
        step.run();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
