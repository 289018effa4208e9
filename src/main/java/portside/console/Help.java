package portside.console;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/// The verb `help`: all verbs, or one with its flags.
final class Help implements Verb {
  /// The width of "usage: java -jar proxy.jar ", below which flags go on.
  private static final int BEHIND_USAGE = 27;

  private static final int NARROWEST = 20;

  @Override
  public String name() {
    return "help";
  }

  @Override
  public String synopsis() {
    return "[VERB]";
  }

  @Override
  public String purpose() {
    return "what there is, or the flags of a verb";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public int run(CommandLine typed, Surroundings surroundings) throws Misuse {
    var names = typed.getArgList();
    if (names.size() > 1) {
      throw new Misuse("help: one verb at a time", "help " + names.getFirst());
    }
    var verb = names.isEmpty() ? null : Verbs.named(names.getFirst(), Verbs.ALL);
    surroundings.out().print(verb == null ? all(Verbs.ALL, surroundings.columns()) : text(verb, Verbs.options(verb), surroundings.columns()));
    return 0;
  }

  /// The lines of all verbs.
  static String all(List<Verb> verbs, int width) {
    var rows = new ArrayList<List<String>>();
    verbs.forEach(verb -> rows.add(List.of(verb.name(), verb.purpose())));
    return "usage: java -jar proxy.jar VERB [ARGUMENTS]\n\n" + columns(rows, width) + "\n" + wrapped("help VERB shows its flags; --help those that start an instance.", width, 0);
  }

  /// One verb with its flags.
  static String text(Verb verb, Options options, int width) {
    var rows = new ArrayList<List<String>>();
    options.getOptions().forEach(option -> rows.add(List.of(flag(option), option.getDescription())));
    return wrapped("usage: java -jar proxy.jar " + (verb.name() + " " + verb.synopsis()).strip(), width, BEHIND_USAGE) + wrapped(verb.purpose(), width, 0) + "\n" + columns(rows, width);
  }

  private static String flag(Option option) {
    var names = (option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ") + "--" + option.getLongOpt();
    return option.hasArg() ? names + " " + option.getArgName() : names;
  }

  private static String wrapped(String text, int width, int indent) {
    var lines = DisplayWidth.wrap(text, Math.max(NARROWEST, width - indent));
    return String.join("\n" + " ".repeat(indent), lines) + "\n";
  }

  private static String columns(List<List<String>> rows, int room) {
    var width = rows.stream().mapToInt(row -> DisplayWidth.of(row.getFirst())).max().orElse(0);
    var text = new StringBuilder();
    rows.forEach(row -> text.append("  ").append(row.getFirst()).repeat(" ", width - DisplayWidth.of(row.getFirst()) + 2).append(wrapped(row.getLast(), room, width + 4)));
    return text.toString();
  }
}
