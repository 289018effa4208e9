package portside.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import portside.ledger.index.DatabaseUrl;
import portside.ledger.index.IndexFailure;
import portside.ledger.index.UsageIndex;

/// The index of the journal that a verb asks, up to date.
final class OpenedIndex {
  private static final String DB = "db";
  private static final String URL = "url";

  private OpenedIndex() {}

  /// The flag for another file.
  static Option option() {
    return Option.builder().longOpt(DB).hasArg().argName("FILE").desc("the index to ask; its journal is in ledger beside it; data/usage.db without it").get();
  }

  /// The flag for a database that instances send their journals to.
  static Option urlOption() {
    return Option.builder().longOpt(URL).hasArg().argName("URL").desc("ask the database of LEDGER_URL: postgresql://user@host/database; its password is taken from PGPASSWORD").get();
  }

  private static <T> T asked(CommandLine typed, Surroundings surroundings, Question<T> question) throws Misuse {
    if (typed.hasOption(DB)) {
      throw new Misuse("--" + DB + " and --" + URL + " name two places", "leave one of them out");
    }
    try (var index = UsageIndex.at(DatabaseUrl.of(typed.getOptionValue(URL)).orPassword(Optional.ofNullable(surroundings.environment().get("PGPASSWORD"))))) {
      return question.ask(index);
    } catch (IllegalArgumentException wrong) {
      throw new Misuse("--" + URL + ": " + wrong.getMessage(), "postgresql://me@host/database, with the password in the variable PGPASSWORD");
    } catch (IndexFailure failure) {
      throw new Misuse(Objects.requireNonNull(failure.getMessage()), "check host, port, name and password, and whether the database runs");
    }
  }

  /// A question to the index.
  interface Question<T> {
    T ask(UsageIndex index) throws Misuse;
  }

  /// What the index answers. Where nothing was ever recorded none is made.
  ///
  /// @return empty when there is neither an index nor a journal
  /// @throws Misuse when the file that was typed is not there, or an index cannot be used
  static <T> Optional<T> ask(CommandLine typed, Surroundings surroundings, Question<T> question) throws Misuse {
    var named = typed.getOptionValue(DB);
    if (typed.hasOption(URL)) {
      return Optional.of(asked(typed, surroundings, question));
    }
    var file = named == null ? surroundings.data().resolve("usage.db") : Path.of(named);
    var journal = Objects.requireNonNull(file.toAbsolutePath().getParent()).resolve("ledger");
    if (!Files.exists(file) && !Files.isDirectory(journal)) {
      if (named != null) {
        throw new Misuse("--" + DB + ": " + named + " is not there", "the file is usage.db in the folder where ledger is");
      }
      return Optional.empty();
    }
    try (var index = UsageIndex.open(file, journal)) {
      index.refresh();
      return Optional.of(question.ask(index));
    } catch (IndexFailure failure) {
      throw new Misuse(Objects.requireNonNull(failure.getMessage()), "if it is damaged, delete " + file + "*: it is made again from the journal");
    }
  }
}
