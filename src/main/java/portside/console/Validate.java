package portside.console;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import portside.console.Paint.Role;
import portside.console.models.ModelCheck;
import portside.console.models.ModelListRequest;
import portside.console.models.WindowWriter;
import portside.provider.Destination;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.Finding;
import portside.provider.settings.PricesFile;
import portside.provider.settings.Settings;
import portside.signin.TokenStore;
import portside.signin.Tokens;
import portside.upstream.DeadlineTicker;
import portside.upstream.HelidonUpstream;
import portside.upstream.Upstream;
import portside.wire.Json;

/// The verb `validate`: what `--check` says, of many env files at once; and whether their providers have the models they name.
final class Validate implements Verb {
  private static final String LIVE = "live";
  private static final String WRITE = "write";
  private static final String DUMP = "dump-provider";

  @Override
  public String name() {
    return "validate";
  }

  @Override
  public String synopsis() {
    return "[NAME…] [--live] [--write] [--dump-provider NAME]";
  }

  @Override
  public String purpose() {
    return "faults of env files, of models.json and prices.json; with --live also whether providers have the models";
  }

  @Override
  public Options options() {
    return new Options().addOption(Option.builder().longOpt(LIVE).desc("ask each provider for its list of models").get())
        .addOption(Option.builder().longOpt(WRITE).desc("as --live, and keep the context windows that differ: in the env file, or in models.json beside it").get())
        .addOption(Option.builder().longOpt(DUMP).hasArg().argName("NAME").desc("print the provider's list of models as it comes").get());
  }

  @Override
  public int run(CommandLine typed, Surroundings surroundings) throws Misuse {
    var dumped = typed.getOptionValue(DUMP);
    if (dumped != null) {
      return dump(dumped, surroundings);
    }
    var names = typed.getArgList().isEmpty() ? EnvFileNames.all(surroundings.folder()) : typed.getArgList();
    if (names.isEmpty()) {
      throw new Misuse("validate: there is nothing to look at", EnvFileNames.hint(surroundings.folder()));
    }
    var table = new Table(List.of(Table.Column.left("INSTANCE"), Table.Column.left("FILE"), Table.Column.left("RESULT")));
    var usable = new LinkedHashMap<String, Settings.Loaded>();
    var faulty = false;
    for (var name : names) {
      faulty |= look(name, surroundings, table, usable);
    }
    surroundings.out().print(table.text(surroundings.paint(typed), surroundings.columns()));
    if (typed.hasOption(LIVE) || typed.hasOption(WRITE)) {
      faulty |= live(usable, typed, surroundings);
    }
    return faulty ? Verbs.MISUSED : 0;
  }

  /// Whether something is wrong.
  private static boolean look(String name, Surroundings surroundings, Table table, SequencedMap<String, Settings.Loaded> usable) {
    var file = EnvFileNames.file(surroundings.folder(), name);
    try {
      var loaded = Settings.load(Optional.of(file), surroundings.environment());
      var faults = PricesFile.faults(loaded);
      faults.stream().map(Finding::fault).forEach(surroundings.err()::println);
      loaded.warnings().stream().map(Finding::warning).forEach(surroundings.err()::println);
      usable.put(file, loaded);
      table.row(List.of(Table.Cell.of(loaded.instance().name()), Table.Cell.of(loaded.instance().source()), result(faults.size(), loaded.warnings().size())));
      return !faults.isEmpty();
    } catch (EnvFaults faults) {
      surroundings.err().println(faults.getMessage());
      faults.warnings().stream().map(Finding::warning).forEach(surroundings.err()::println);
      table.row(List.of(Table.Cell.of(name), Table.Cell.of(file), result(faults.faults().size(), faults.warnings().size())));
      return true;
    }
  }

  private static Table.Cell result(int faults, int warnings) {
    var said = faults == 0 ? "no faults" : faults == 1 ? "1 fault" : faults + " faults";
    return new Table.Cell(said + (warnings == 0 ? "" : warnings == 1 ? ", 1 warning" : ", " + warnings + " warnings"),
        faults > 0 ? Role.BAD : warnings > 0 ? Role.WARN : Role.GOOD);
  }

  /// Whether something is wrong.
  private static boolean live(SequencedMap<String, Settings.Loaded> usable, CommandLine typed, Surroundings surroundings) {
    try (var ticker = DeadlineTicker.started()) {
      var checked = new ModelCheck(request(ticker)).of(usable.values().stream().map(Settings.Loaded::chain).map(tokens(ticker, surroundings)::of).toList());
      surroundings.out().print("\n" + ModelReport.of(checked).text(surroundings.paint(typed)));
      if (typed.hasOption(WRITE)) {
        write(checked, surroundings);
      } else if (checked.stream().flatMap(one -> one.models().stream()).anyMatch(model -> model.outcome() instanceof ModelCheck.OtherWindow)) {
        surroundings.err().println("validate --write keeps the windows that differ.");
      }
      return checked.stream().anyMatch(ModelCheck.Checked::faulty);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } catch (IOException | Json.Malformed e) {
      surroundings.err().println("portside: a window cannot be written: " + e.getMessage() + "\n  hint: the file is as it was; check its owner and mode");
      return true;
    }
  }

  private static void write(List<ModelCheck.Checked> checked, Surroundings surroundings) throws IOException, Json.Malformed {
    var writer = new WindowWriter(surroundings.clock().instant().atZone(surroundings.zone()).toLocalDate());
    var written = new ArrayList<String>();
    for (var one : checked) {
      written.addAll(writer.write(one));
    }
    surroundings.out().print("\n" + (written.isEmpty() ? "No window differs: nothing written.\n" : String.join("\n", written) + "\n"));
  }

  private static int dump(String name, Surroundings surroundings) throws Misuse {
    try (var ticker = DeadlineTicker.started()) {
      var loaded = Settings.load(Optional.of(EnvFileNames.file(surroundings.folder(), name)), surroundings.environment());
      if (loaded.namesMembers()) {
        throw new Misuse("validate: " + name + " is a chain", "name one of its members");
      }
      switch (request(ticker).ask(tokens(ticker, surroundings).of(loaded.chain()).first())) {
        case ModelListRequest.Answered(_, var raw) -> surroundings.out().println(raw.stripTrailing());
        case ModelListRequest.None(var why) -> throw new Misuse("validate: " + loaded.provider().name() + ": " + why, "only providers with a list have one to print");
        case ModelListRequest.Failed(var why) -> throw new Misuse("validate: " + loaded.provider().name() + ": " + why, "its address is " + loaded.provider().address());
      }
      return 0;
    } catch (EnvFaults faults) {
      surroundings.err().println(faults.getMessage());
      return Verbs.MISUSED;
    }
  }

  private static ModelListRequest request(DeadlineTicker ticker) {
    return new ModelListRequest(ways(ticker));
  }

  private static Tokens tokens(DeadlineTicker ticker, Surroundings surroundings) {
    return new Tokens(TokenStore.ofPerson(surroundings.environment()::get), ways(ticker), surroundings.clock(), System::nanoTime);
  }

  private static Function<Destination, Upstream> ways(DeadlineTicker ticker) {
    var version = Optional.ofNullable(Validate.class.getPackage().getImplementationVersion()).orElse("development");
    return destination -> new HelidonUpstream(destination, version, ticker);
  }
}
