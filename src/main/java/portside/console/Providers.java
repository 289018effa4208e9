package portside.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import portside.console.Paint.Role;
import portside.console.Table.Cell;
import portside.provider.Endpoint;
import portside.provider.KnownProvider;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.settings.NearestName;

/// The verb `providers`: those whose differences are known. Any other one that speaks such a wire can be asked, too.
final class Providers implements Verb {
  private static final String KEY = "OPENAI_API_KEY";

  @Override
  public String name() {
    return "providers";
  }

  @Override
  public String synopsis() {
    return "[NAME]";
  }

  @Override
  public String purpose() {
    return "the providers that are known, their addresses, wires and example files; or all of one";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public int run(CommandLine typed, Surroundings surroundings) throws Misuse {
    var names = typed.getArgList();
    if (names.size() > 1) {
      throw new Misuse("providers: one at a time", "providers " + names.getFirst());
    }
    var examples = new Examples(surroundings.folder());
    if (names.isEmpty()) {
      surroundings.out().print(all(examples).text(surroundings.paint(typed), surroundings.columns()));
      surroundings.err().println("Others are asked as standard chat completions; DIALECT=NAME reads a provider behind a gateway as one of these.");
    } else {
      surroundings.out().print(one(named(names.getFirst()), examples));
    }
    return 0;
  }

  private static KnownProvider named(String name) throws Misuse {
    var known = KnownProvider.named(name);
    if (known.isEmpty()) {
      var nearest = NearestName.nearest(name, KnownProvider.ALL.stream().map(KnownProvider::name).toList(), 3);
      throw new Misuse("providers: '" + name + "' is not known", nearest.isEmpty() ? "providers lists them" : "did you mean " + String.join(" or ", nearest) + "?");
    }
    return known.get();
  }

  private static Table all(Examples examples) {
    var table = new Table(List.of(Table.Column.left("PROVIDER"), Table.Column.left("WIRE"), Table.Column.left("ADDRESS"), Table.Column.left("AUTHORISED BY"),
        Table.Column.left("EXAMPLE")));
    for (var known : KnownProvider.ALL) {
      var role = known.obstacle().isPresent() ? Role.DIM : Role.PLAIN;
      table.row(List.of(new Cell(known.name(), role == Role.DIM ? Role.DIM : Role.ACCENT), new Cell(wires(known), role), new Cell(address(known.baseUrls().getFirst()), role),
          new Cell(known.obstacle().isPresent() ? "not usable yet" : key(known), role), new Cell(examples.of(known).map(Path::toString).orElse(""), Role.DIM)));
    }
    return table;
  }

  private static String one(KnownProvider known, Examples examples) {
    var lines = new ArrayList<String>();
    lines.add(known.name());
    known.obstacle().ifPresent(obstacle -> lines.add(Check.row("not usable", obstacle)));
    known.baseUrls().forEach(url -> lines.add(Check.row("address", address(url))));
    lines.add(Check.row("wire", wires(known)));
    lines.add(Check.row("authorised by", key(known)));
    known.defaults().ifPresent(models -> lines.add(Check.row("models", "opus " + models.big() + ", sonnet " + models.middle() + ", haiku " + models.small())));
    lines.add(Check.row("dialects", known.rows().stream().map(Dialect::name).collect(Collectors.joining(", "))));
    lines.add(Check.row("example", examples.of(known).map(Path::toString).orElse("none; any env file with one of the addresses will do")));
    examples.of(known).map(Providers::instance).ifPresent(name -> lines.add(Check.row("to start it", "./start-all-proxies.sh start " + name)));
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /// `env/more/.env-groq.example` makes the instance `groq`.
  private static String instance(Path example) {
    var name = example.getFileName().toString();
    return name.substring(".env-".length(), name.length() - ".example".length());
  }

  private static String wires(KnownProvider known) {
    return known.rows().stream().map(row -> row.get(Column.WIRE).name().toLowerCase(Locale.ROOT)).distinct().sorted().collect(Collectors.joining(", "));
  }

  /// What stands in `OPENAI_BASE_URL`; stars stand for a part that is the user's own.
  private static String address(String url) {
    return url.equals(Endpoint.DEMO.base().toString()) ? Endpoint.DEMO.address() : url;
  }

  private static String key(KnownProvider known) {
    var url = known.baseUrls().getFirst();
    var local = url.startsWith("http://localhost");
    return known.name().equals("demo") ? "nothing" : local ? KEY + ", if it wants one" : url.startsWith("https://api.anthropic.com") ? KEY + ", or from-client" : KEY;
  }
}
