package portside.console;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import portside.ledger.UsageSums;
import portside.ledger.index.Dimension;
import portside.ledger.index.UsageFilter;
import portside.ledger.index.UsageQuery;
import portside.ledger.index.UsageReport;
import portside.status.UsageJson;
import portside.wire.Json;

/// The verb `usage`: tokens and cost of the requests that all instances of this folder recorded. Exit code 0; 1 when nothing was recorded.
final class Usage implements Verb {
  private static final int FOUND = 0;
  private static final int NOTHING = 1;

  private static final String BACKEND = "backend";
  private static final String MODEL = "model";
  private static final String PROJECT = "project";
  private static final String BY = "by";
  private static final String GROUP_BY = "group-by";
  private static final String BLOCKS = "blocks";
  private static final String FAILOVERS = "failovers";
  private static final String JSON = "json";
  private static final String CSV = "csv";
  private static final String FULL = "full";

  private static final List<Dimension> USUAL = List.of(Dimension.DAY, Dimension.INSTANCE, Dimension.MODEL);
  private static final String DIMENSIONS = Arrays.stream(Dimension.values()).map(Dimension::word).collect(Collectors.joining(", "));

  @Override
  public String name() {
    return "usage";
  }

  @Override
  public String synopsis() {
    return "[-d N] [-b NAME…] [-m GLOB] [-p NAME] [--by day,model] [--blocks | --failovers] [--json | --csv]";
  }

  @Override
  public String purpose() {
    return "tokens and cost, by day and model or anything else";
  }

  @Override
  public Options options() {
    return Period.add(new Options())
        .addOption(Option.builder("b").longOpt(BACKEND).hasArgs().valueSeparator(',').argName("NAME…").desc("of these instances or providers").get())
        .addOption(Option.builder("m").longOpt(MODEL).hasArg().argName("GLOB").desc("of a model, with * for anything").get())
        .addOption(Option.builder("p").longOpt(PROJECT).hasArg().argName("GLOB").desc("of a project, with * for anything").get())
        .addOption(Option.builder().longOpt(BY).hasArg().argName("LIST").desc("some of " + DIMENSIONS + "; day,instance,model without it").get())
        .addOption(Option.builder().longOpt(GROUP_BY).hasArg().argName("LIST").desc("the same; session is a conversation").get())
        .addOption(Option.builder().longOpt(BLOCKS).desc("windows of five hours, with the rate of the one that runs").get())
        .addOption(Option.builder().longOpt(FAILOVERS).desc("from which provider to which, why and how often").get())
        .addOption(Option.builder().longOpt(JSON).desc("as JSON, exact").get())
        .addOption(Option.builder().longOpt(CSV).desc("as CSV (RFC 4180), exact").get())
        .addOption(Option.builder().longOpt(FULL).desc("exact numbers in the table").get())
        .addOption(OpenedIndex.option())
        .addOption(OpenedIndex.urlOption());
  }

  @Override
  public int run(CommandLine typed, Surroundings surroundings) throws Misuse {
    if (!typed.getArgList().isEmpty()) {
      throw new Misuse("usage: \"" + typed.getArgList().getFirst() + "\" belongs to no flag", "an instance is named with -b NAME");
    }
    either(typed, JSON, CSV);
    either(typed, BLOCKS, FAILOVERS);
    either(typed, BY, GROUP_BY);
    var period = Period.of(typed, surroundings);
    var filter = new UsageFilter(typed.hasOption(BACKEND) ? List.of(typed.getOptionValues(BACKEND)) : List.of(), typed.getOptionValue(MODEL, ""),
        typed.getOptionValue(PROJECT, ""));
    var query = new UsageQuery(period.since(), period.until(), period.zone(), dimensions(typed), filter);
    var asked = new Asked(typed, surroundings, period, query);
    var found = typed.hasOption(BLOCKS) ? asked.blocks() : typed.hasOption(FAILOVERS) ? asked.failovers() : asked.sums();
    if (!found) {
      var any = query.filter().equals(UsageFilter.ALL);
      surroundings.err().println("portside: nothing was recorded, " + period.title() + (any ? "" : ", of what was asked for") + "\n  hint: "
          + (any ? "--days 30 looks further back; instances record in " + surroundings.data().resolve("ledger") + " unless LEDGER=off, the demo with LEDGER=on alone" : "help usage shows the flags"));
    }
    return found ? FOUND : NOTHING;
  }

  private static void either(CommandLine typed, String one, String other) throws Misuse {
    if (typed.hasOption(one) && typed.hasOption(other)) {
      throw new Misuse("usage: --" + one + " and --" + other + " are two answers", "one of them");
    }
  }

  private static List<Dimension> dimensions(CommandLine typed) throws Misuse {
    var names = typed.getOptionValue(BY, typed.getOptionValue(GROUP_BY));
    if (names == null) {
      return USUAL;
    }
    var found = new ArrayList<Dimension>();
    for (var name : names.split(",")) {
      var one = Dimension.named(name).orElseThrow(() -> new Misuse("--by: \"" + name.strip() + "\" is not known", DIMENSIONS));
      if (!found.contains(one)) {
        found.add(one);
      }
    }
    return found;
  }

  /// Sums with what has to be known of them.
  private record Remarked(UsageReport report, List<String> remarks) {}

  /// One question with the form of its answer, which JSON and CSV have where nothing is recorded, too. Each method tells whether there is anything.
  private record Asked(CommandLine typed, Surroundings surroundings, Period period, UsageQuery query) {
    boolean sums() throws Misuse {
      var found = OpenedIndex.ask(typed, surroundings, index -> {
        var report = index.usage(query);
        return new Remarked(report, inTable() ? UsageRemarks.of(index, query, report.total()) : List.of());
      }).orElse(new Remarked(new UsageReport(query, List.of(), UsageSums.NONE), List.of()));
      var report = found.report();
      if (report.total().requests() > 0 || !inTable()) {
        print(() -> UsageJson.of(report), () -> UsageCsv.of(report), text -> text.head(period) + text.table(report));
      }
      found.remarks().forEach(surroundings.err()::println);
      return report.total().requests() > 0;
    }

    boolean blocks() throws Misuse {
      var blocks = OpenedIndex.ask(typed, surroundings, index -> index.blocks(query)).orElse(List.of());
      var now = surroundings.clock().instant();
      if (!blocks.isEmpty() || !inTable()) {
        print(() -> UsageJson.blocks(query, blocks, now), () -> UsageCsv.of(blocks), text -> text.head(period) + text.table(blocks, period.zone(), now));
      }
      return !blocks.isEmpty();
    }

    boolean failovers() throws Misuse {
      var failovers = OpenedIndex.ask(typed, surroundings, index -> index.failovers(query)).orElse(List.of());
      if (!failovers.isEmpty() || !inTable()) {
        print(() -> UsageJson.failovers(query, failovers), () -> UsageCsv.ofFailovers(failovers), text -> text.table(failovers));
      }
      return !failovers.isEmpty();
    }

    private boolean inTable() {
      return !typed.hasOption(JSON) && !typed.hasOption(CSV);
    }

    private void print(Supplier<JsonObject> json, Supplier<String> csv, Function<UsageText, String> table) {
      if (typed.hasOption(JSON)) {
        surroundings.out().println(Json.text(json.get()));
      } else if (typed.hasOption(CSV)) {
        surroundings.out().print(csv.get());
      } else {
        surroundings.out().print(table.apply(new UsageText(surroundings.paint(typed), surroundings.columns(), typed.hasOption(FULL))));
      }
    }
  }
}
