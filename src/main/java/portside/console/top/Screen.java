package portside.console.top;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import portside.console.Paint;

/// The terminal: shows lines, tells of keys and of its size, and is as it was before when this is closed, or when the process ends in any way but a
/// SIGKILL.
final class Screen implements AutoCloseable {
  private static final String ENTER = "\033[?1049h\033[?25l\033[2J\033[H";
  private static final String LEAVE = "\033[0m\033[?25h\033[?1049l";

  private static final long READY_NANOS = 2_000_000;

  private final Terminal terminal;
  private final Attributes before;
  private final Display display;
  private final Paint paint;
  private final PrintStream errors = System.err;
  private final Thread hook = Thread.ofPlatform().name("restore the terminal").unstarted(this::restore);
  /// Nothing is drawn on a terminal that was given back.
  private final ReentrantLock drawing = new ReentrantLock();
  private boolean open = true;
  private int columns;
  private int rows;

  private Screen(Terminal terminal, Paint paint) {
    this.terminal = terminal;
    this.paint = paint;
    Runtime.getRuntime().addShutdownHook(hook);
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)); // a line of a log would stand in the picture
    this.before = terminal.getAttributes();
    terminal.setAttributes(raw(before));
    var size = terminal.getSize(); // a process each time
    this.columns = Math.max(1, size.getColumns());
    this.rows = Math.max(1, size.getRows());
    // Before the first update: the display believes the screen to be empty.
    terminal.writer().write(ENTER);
    terminal.flush();
    this.display = new Display(terminal, true);
    display.resize(Size.of(columns, rows));
  }

  /// Each key comes at once, is not shown and means nothing to the system; output stays as it is.
  private static Attributes raw(Attributes before) {
    var raw = new Attributes(before);
    raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.ISIG, LocalFlag.IEXTEN), false);
    raw.setInputFlags(EnumSet.of(InputFlag.IXON, InputFlag.ICRNL), false);
    raw.setControlChar(ControlChar.VMIN, 1);
    raw.setControlChar(ControlChar.VTIME, 0);
    return raw;
  }

  /// Takes the terminal; empty where there is none that can be driven (`stty` is not found, or it is dumb).
  static Optional<Screen> open(Paint paint) {
    try {
      var terminal = TerminalBuilder.builder().name("portside").system(true).provider("exec").dumb(false).graphemeCluster(false).build();
      return Optional.of(new Screen(terminal, paint));
    } catch (IOException | IllegalStateException none) {
      return Optional.empty();
    }
  }

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  /// Tells of keys and sizes from now on, on other threads.
  void listen(Consumer<Happening> sink) {
    terminal.handle(Terminal.Signal.INT, _ -> sink.accept(new Happening.Pressed(Key.Named.INTERRUPT)));
    terminal.handle(Terminal.Signal.WINCH, _ -> {
      var size = terminal.getSize();
      sink.accept(new Happening.Resized(size.getColumns(), size.getRows()));
    });
    Thread.ofPlatform().daemon().name("keys").start(() -> keys(sink));
  }

  private void keys(Consumer<Happening> sink) {
    var in = new InputStreamReader(System.in, terminal.inputEncoding());
    var decoder = new KeyDecoder(patience -> read(in, patience));
    try {
      Key key;
      do {
        key = decoder.next();
        sink.accept(new Happening.Pressed(key));
      } while (key != Key.Named.INTERRUPT);
    } catch (IOException gone) {
      sink.accept(new Happening.Closed());
    }
  }

  /// Past the library, which changes the terminal to read with patience, and might do that when it has been given back.
  private static int read(Reader in, long patience) throws IOException {
    var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
    while (patience > 0 && !in.ready()) {
      if (System.nanoTime() - end > 0) {
        return KeyDecoder.EXPIRED;
      }
      LockSupport.parkNanos(READY_NANOS);
    }
    return in.read();
  }

  /// The terminal has another size.
  void resize(int newColumns, int newRows) {
    columns = Math.max(1, newColumns);
    rows = Math.max(1, newRows);
    redraw();
  }

  /// Believes nothing of what stands on the screen.
  void redraw() {
    drawing.lock();
    try {
      if (open) {
        display.resize(Size.of(columns, rows));
        display.clear();
      }
    } finally {
      drawing.unlock();
    }
  }

  /// Shows lines; what differs from the last ones is sent.
  void show(List<Line> lines) {
    drawing.lock();
    try {
      if (open) {
        display.update(lines.stream().map(this::styled).toList(), 0);
        terminal.flush();
      }
    } finally {
      drawing.unlock();
    }
  }

  private AttributedString styled(Line line) {
    var text = line.selected() ? new AttributedString(line.plain() + " ".repeat(Math.max(0, columns - line.width())), AttributedStyle.INVERSE)
        : AttributedString.fromAnsi(line.painted(paint));
    return text.columnSubSequence(0, columns); // should the terminal know other widths
  }

  /// Gives the terminal back.
  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // the hook has run, or runs
    }
  }

  /// Past the library, whose own end may come first when the process is told to stop.
  private void restore() {
    drawing.lock();
    try {
      if (!open) {
        return;
      }
      open = false;
      new FileOutputStream(FileDescriptor.out).write(LEAVE.getBytes(StandardCharsets.US_ASCII));
      terminal.setAttributes(before);
      terminal.close();
    } catch (IOException | RuntimeException gone) {
      // There is no terminal any more.
    } finally {
      System.setErr(errors);
      drawing.unlock();
    }
  }
}
