package portside;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import portside.exchange.Reloading;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.Finding;
import portside.provider.settings.Settings;
import portside.provider.settings.SettingsDiff;

/// Reads the env files of an instance anew and puts them in force when all of them are right; else everything stays as it was. One at a time, on the
/// thread that asks.
final class Reload implements Reloading {
  /// Where the settings come from.
  interface Source {
    /// Reads and checks everything.
    ///
    /// @throws EnvFaults with all that is wrong
    Settings.Loaded read() throws EnvFaults;
  }

  private static final Logger LOG = System.getLogger(Reload.class.getName());

  private final Source source;
  private final IntSupplier generation;
  private final ToIntFunction<Settings.Loaded> inForce;
  private volatile Settings.Loaded current;
  private volatile Optional<String> error = Optional.empty();

  /// @param current settings
  /// @param source of the next ones
  /// @param generation of the chain in force
  /// @param inForce puts settings in force and gives the generation of their chain
  Reload(Settings.Loaded current, Source source, IntSupplier generation, ToIntFunction<Settings.Loaded> inForce) {
    this.current = current;
    this.source = source;
    this.generation = generation;
    this.inForce = inForce;
  }

  /// The settings in force.
  Settings.Loaded current() {
    return current;
  }

  /// The files they come from; some need not be there.
  List<Path> files() {
    return current.sources();
  }

  @Override
  public Optional<String> error() {
    return error;
  }

  @Override
  public synchronized Result reload(boolean dry) {
    Settings.Loaded next;
    try {
      next = source.read();
    } catch (EnvFaults wrong) {
      var faults = wrong.faults().stream().map(Reload::line).collect(Collectors.joining("; "));
      if (!dry) {
        wrong.faults().forEach(fault -> LOG.log(Level.ERROR, "not reloaded: " + line(fault)));
        error = Optional.of(faults);
      }
      return new Faulty(faults);
    }
    var changes = SettingsDiff.between(current, next);
    if (dry) {
      return new Read(generation.getAsInt(), changes);
    }
    next.warnings().forEach(warning -> LOG.log(Level.WARNING, line(warning)));
    var number = inForce.applyAsInt(next);
    if (!next.instance().logLevel().equals(current.instance().logLevel())) {
      Log.level(next.instance().logLevel());
    }
    current = next;
    error = Optional.empty();
    LOG.log(Level.INFO, () -> "reloaded, generation " + number + ": " + (changes.isEmpty() ? "nothing changed" : String.join("; ", changes)));
    return new Read(number, changes);
  }

  private static String line(Finding found) {
    return found.source() + (found.line() > 0 ? ":" + found.line() : "") + ": " + (found.key().isEmpty() ? "" : found.key() + ": ") + found.problem();
  }
}
