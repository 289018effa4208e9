package portside.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import portside.status.InstanceCall;
import portside.status.RunningInstance;
import portside.wire.Json;

/// The verb `reset`: has running instances forget outages, or what the flags name. Asks first on a terminal. Exit code 0 when all did, else 1.
final class Reset implements Verb {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final List<String> WHAT = List.of("breaker", "budget", "learned");

  private final InputStream answers;

  /// Is answered on standard input.
  Reset() {
    this(System.in);
  }

  /// @param answers what a person types
  Reset(InputStream answers) {
    this.answers = answers;
  }

  @Override
  public String name() {
    return "reset";
  }

  @Override
  public String synopsis() {
    return "[NAME…] [--breaker] [--budget] [--learned] [--yes]";
  }

  @Override
  public String purpose() {
    return "has instances forget outages, used budgets and quotas, or what they learned";
  }

  @Override
  public Options options() {
    return new Options().addOption(Option.builder().longOpt("breaker").desc("outages and rate limits; also without any flag").get())
        .addOption(Option.builder().longOpt("budget").desc("what is used of budgets and own quotas").get())
        .addOption(Option.builder().longOpt("learned").desc("what refusals taught about models").get())
        .addOption(Option.builder("y").longOpt("yes").desc("do not ask").get());
  }

  @Override
  public int run(CommandLine typed, Surroundings surroundings) {
    var instances = Instances.named(typed.getArgList(), surroundings);
    instances.absent().forEach(name -> surroundings.err().println("portside: " + name + " does not run\n  hint: status shows what runs"));
    if (instances.running().isEmpty()) {
      if (instances.absent().isEmpty()) {
        surroundings.err().println(Instances.NONE_RUNS);
      }
      return 1;
    }
    var what = WHAT.stream().filter(typed::hasOption).collect(Collectors.toCollection(ArrayList::new));
    if (what.isEmpty()) {
      what.add(WHAT.getFirst());
    }
    var names = instances.running().stream().map(RunningInstance::name).collect(Collectors.joining(", "));
    if (surroundings.terminal() && !typed.hasOption("yes") && !agreed("Forget " + words(what) + " of " + names + "? [y/N] ", surroundings)) {
      surroundings.err().println("Nothing was reset.");
      return 1;
    }
    var done = true;
    for (var instance : instances.running()) {
      done &= reset(instance, what, surroundings);
    }
    return done && instances.absent().isEmpty() ? 0 : 1;
  }

  private static String words(List<String> what) {
    return what.stream().map(one -> switch (one) {
      case "breaker" -> "outages";
      case "budget" -> "used budgets";
      default -> "what was learned";
    }).collect(Collectors.joining(" and "));
  }

  private boolean agreed(String question, Surroundings surroundings) {
    surroundings.err().print(question);
    surroundings.err().flush();
    try {
      var answer = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8)).readLine();
      return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean reset(RunningInstance instance, List<String> what, Surroundings surroundings) {
    var body = Json.BUILD.createObjectBuilder();
    what.forEach(one -> body.add(one, true));
    try {
      var answer = new InstanceCall(instance, PATIENCE).post("/reset", Json.bytes(body.build()));
      if (answer.status() == 200) {
        surroundings.out().println(instance.name() + ": " + words(what) + " forgotten");
        return true;
      }
      surroundings.err().println("portside: " + instance.name() + " refused with status " + answer.status() + "\n  hint: its log says more");
    } catch (IOException e) {
      surroundings.err().println("portside: " + instance.name() + " does not answer at " + instance.url() + "\n  hint: status shows how it stands");
    }
    return false;
  }
}
