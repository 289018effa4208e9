package portside.console.top;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import portside.console.Misuse;
import portside.console.Paint;
import portside.console.Surroundings;
import portside.console.Verb;
import portside.console.top.Keys.Action;
import portside.status.RunningInstances;

/// The verb `top`: the instances that run and their requests, live on a terminal; elsewhere, and with `--once`, one picture as text.
public final class Top implements Verb {
  private static final long FRAME_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int MOST_WAITING = 10_000;
  private static final int PAPER_COLUMNS = 120;
  private static final int PAPER_REQUESTS = 20;

  @Override
  public String name() {
    return "top";
  }

  @Override
  public String synopsis() {
    return "[--once]";
  }

  @Override
  public String purpose() {
    return "instances and requests, live";
  }

  @Override
  public Options options() {
    return new Options().addOption(Option.builder().longOpt("once").desc("one picture as text, as where there is no terminal").get());
  }

  @Override
  public int run(CommandLine typed, Surroundings surroundings) throws Misuse {
    if (!typed.getArgList().isEmpty()) {
      throw new Misuse("top: '" + typed.getArgList().getFirst() + "' is not understood", "top shows all instances; in it, / filters");
    }
    var running = new RunningInstances(surroundings.data());
    if (typed.hasOption("once") || !surroundings.terminal() || "dumb".equals(surroundings.environment().get("TERM"))) {
      return once(running, typed, surroundings);
    }
    var happenings = new LinkedBlockingQueue<Happening>(MOST_WAITING);
    try (var feeds = new Feeds(running::all, PATIENCE, news -> put(happenings, news))) {
      feeds.start(); // while the terminal is prepared
      var screen = Screen.open(surroundings.paint(typed));
      if (screen.isEmpty()) {
        return once(running, typed, surroundings);
      }
      try (var shown = screen.get()) {
        shown.listen(happening -> put(happenings, happening));
        live(new Session(surroundings.zone()), happenings, feeds, shown, surroundings);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private static int once(RunningInstances running, CommandLine typed, Surroundings surroundings) {
    var session = new Session(surroundings.zone());
    new Feeds(running::all, PATIENCE, news -> session.take(news, surroundings.clock().instant())).round();
    var columns = surroundings.columns() == Surroundings.ANY_WIDTH ? PAPER_COLUMNS : surroundings.columns();
    var paint = "always".equals(typed.getOptionValue("color")) ? Paint.COLOURS : Paint.NONE;
    Layout.once(session.snapshot(surroundings.clock().instant()), columns, PAPER_REQUESTS).forEach(line -> surroundings.out().println(line.painted(paint)));
    surroundings.out().flush();
    return 0;
  }

  /// Shows what happens, until it is told to end: keys at once, news each second.
  private static void live(Session session, BlockingQueue<Happening> happenings, Feeds feeds, Screen screen, Surroundings surroundings) throws InterruptedException {
    var parent = ProcessHandle.current().parent();
    var known = false;
    var due = System.nanoTime();
    while (true) {
      var happening = happenings.poll(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (happening == null) {
        if (!ProcessHandle.current().parent().equals(parent)) {
          return; // the shell is gone, and nobody looks
        }
        screen.show(session.picture(screen.columns(), screen.rows(), surroundings.clock().instant()));
        due = System.nanoTime() + FRAME_NANOS;
        continue;
      }
      var first = !known && happening instanceof Happening.News.Overviewed;
      known |= first;
      if (happening instanceof Happening.Resized(var columns, var rows)) {
        screen.resize(columns, rows);
      }
      switch (session.take(happening, surroundings.clock().instant())) {
        case Action.None _ -> { }
        case Action.Quit _ -> {
          return;
        }
        case Action.Redraw _ -> screen.redraw();
        case Action.Fetch(var instance, var id) -> feeds.fetch(instance, id);
        case Action.Reset(var instance) -> feeds.reset(instance);
      }
      feeds.look(session.pane());
      if (first || urgent(happening)) {
        due = System.nanoTime();
      }
    }
  }

  /// Whether the person waits for it.
  private static boolean urgent(Happening happening) {
    return switch (happening) {
      case Happening.Pressed _, Happening.Resized _, Happening.Closed _, Happening.News.Said _, Happening.News.Detailed _, Happening.News.Summed _,
          Happening.News.Logged _, Happening.News.Found _ -> true;
      case Happening.News _ -> false;
    };
  }

  private static void put(BlockingQueue<Happening> happenings, Happening happening) {
    try {
      happenings.put(happening);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
