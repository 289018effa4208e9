import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Breaks the product in one small place at a time and says which breakages no test notices. `scripts/mutate` starts it and has the manual.
final class Mutate {
  private static final Path ROOT = Path.of("src/main/java");

  private final Java java;
  private final Compiler compiler;
  private final Reach reach;
  private final Shipped shipped;
  private final Path work;

  private Mutate(Java java, Compiler compiler, Reach reach, Shipped shipped, Path work) {
    this.java = java;
    this.compiler = compiler;
    this.reach = reach;
    this.shipped = shipped;
    this.work = work;
  }

  private enum Fate {
    KILLED,
    SURVIVED,
    NOT_COMPILED
  }

  private record Outcome(Spot spot, Fate fate, String words, long millis) {
    String line() {
      return "%-12s  %s  %s (%.1f s)".formatted(fate.name().toLowerCase().replace('_', ' '), spot, words, millis / 1000.0);
    }
  }

  public static void main(String... args) throws Exception {
    var count = 30;
    var workers = 1;
    var seed = System.currentTimeMillis() % 100_000;
    var since = "";
    var rooms = new ArrayList<String>();
    for (var i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "-n" -> count = Integer.parseInt(args[++i]);
        case "-j" -> workers = Integer.parseInt(args[++i]);
        case "--seed" -> seed = Long.parseLong(args[++i]);
        case "--since" -> since = args[++i];
        default -> rooms.add(args[i]);
      }
    }
    var work = Path.of("target/mutate");
    var mainClasses = Path.of(System.getProperty("mutate.classes"));
    var libraries = System.getProperty("mutate.libraries");
    var java = new Java(Path.of(System.getProperty("java.home")), libraries, mainClasses, Path.of(System.getProperty("mutate.tests")), work);
    var spots = draw(rooms, since, count, new Random(seed));
    var reach = Reach.measured(work.resolve("reach"), java);
    reach.failing().forEach(test -> System.out.println("left out, since it fails on the product as it is: " + test));
    System.out.println("seed " + seed);
    var mutate = new Mutate(java, new Compiler(libraries, mainClasses), reach, new Shipped(Path.of(System.getProperty("mutate.jar")), java), work.resolve("mutants"));
    mutate.report(mutate.judgeAll(spots, workers), work.resolve("result.txt"));
  }

  private static List<Spot> draw(List<String> rooms, String since, int count, Random random) throws IOException, InterruptedException {
    var spots = new ArrayList<Spot>();
    for (var file : files(rooms)) {
      spots.addAll(Spots.in(file, ROOT));
    }
    if (!since.isEmpty()) {
      var changed = Changed.since(since, ROOT);
      spots.removeIf(spot -> !changed.contains(spot));
    }
    Collections.shuffle(spots, random);
    return spots.subList(0, Math.min(count, spots.size()));
  }

  private static Set<Path> files(List<String> rooms) throws IOException {
    var files = new TreeSet<Path>();
    for (var room : rooms) {
      var place = ROOT.resolve("portside").resolve(room);
      try (var inside = Files.walk(place)) {
        inside.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files;
  }

  private List<Outcome> judgeAll(List<Spot> spots, int workers) throws InterruptedException, ExecutionException {
    var outcomes = new ArrayList<Outcome>();
    try (var pool = Executors.newFixedThreadPool(workers)) {
      var running = new ArrayList<Future<Outcome>>();
      for (var spot : spots) {
        var number = running.size();
        Callable<Outcome> judging = () -> judge(spot, work.resolve(String.valueOf(number)));
        running.add(pool.submit(judging));
      }
      for (var one : running) {
        outcomes.add(one.get());
        System.out.println(outcomes.size() + "/" + spots.size() + "  " + outcomes.getLast().line());
      }
    }
    return outcomes;
  }

  private Outcome judge(Spot spot, Path folder) throws IOException, InterruptedException {
    var began = System.nanoTime();
    clear(folder);
    var files = touched(spot);
    if (!compiler.compile(spot, files, folder)) {
      return outcome(spot, Fate.NOT_COMPILED, "", began);
    }
    var tests = reach.of(spot, files.stream().map(file -> ROOT.relativize(file).toString()).collect(Collectors.toSet()));
    var passes = tests.isEmpty() ? "no test class reaches it" : "passes " + tests.size() + " test classes";
    if (!tests.isEmpty()) {
      var limit = 20_000 + 5 * tests.stream().mapToLong(Reach.Measured::millis).sum();
      var result = java.test(folder, List.of(), tests.stream().map(Reach.Measured::test).toList(), limit);
      if (result.verdict() != Java.Verdict.PASSED) {
        return outcome(spot, Fate.KILLED, "by " + result.words(), began);
      }
    }
    if (!Shipped.shows(spot, tests)) {
      return outcome(spot, Fate.SURVIVED, passes, began);
    }
    if (!shipped.present()) {
      return outcome(spot, Fate.SURVIVED, passes + ", and there is no jar for launch.JarIT", began);
    }
    var result = shipped.judge(folder);
    return result.verdict() == Java.Verdict.PASSED
        ? outcome(spot, Fate.SURVIVED, passes + ", passes launch.JarIT", began) : outcome(spot, Fate.KILLED, "by " + result.words(), began);
  }

  private static Outcome outcome(Spot spot, Fate fate, String words, long began) {
    return new Outcome(spot, fate, words, (System.nanoTime() - began) / 1_000_000);
  }

  /// The files to compile: the broken one, and for a constant all that name it, since they hold copies of its value.
  private static Set<Path> touched(Spot spot) throws IOException {
    var files = new TreeSet<>(Set.of(spot.file()));
    if (spot.constant() != null) {
      var name = Pattern.compile("\\b" + spot.constant() + "\\b");
      for (var file : files(List.of(""))) {
        if (name.matcher(Files.readString(file)).find()) {
          files.add(file);
        }
      }
    }
    return files;
  }

  private void report(List<Outcome> outcomes, Path file) throws IOException {
    var text = new StringBuilder();
    for (var outcome : outcomes) {
      text.append(outcome.line()).append('\n');
    }
    text.append('\n');
    var summary = new StringBuilder();
    for (var outcome : outcomes) {
      if (outcome.fate() == Fate.SURVIVED) {
        summary.append(outcome.spot()).append(", ").append(outcome.words()).append('\n').append(outcome.spot().diff());
      }
    }
    summary.append("drawn ").append(outcomes.size());
    for (var fate : Fate.values()) {
      summary.append(", ").append(fate.name().toLowerCase().replace('_', ' ')).append(' ')
          .append(outcomes.stream().filter(outcome -> outcome.fate() == fate).count());
    }
    Files.writeString(file, text.append(summary).append('\n'));
    System.out.println("\n" + summary);
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var old = Files.walk(folder)) {
        for (var file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }
}
