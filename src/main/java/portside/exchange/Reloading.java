package portside.exchange;

import java.util.List;
import java.util.Optional;

/// Reads the files of this instance anew.
public interface Reloading {
  /// What came of it.
  sealed interface Result {}

  /// The files are right.
  ///
  /// @param generation of the chain that is in force
  /// @param changes one line each, without any secret
  record Read(int generation, List<String> changes) implements Result {}

  /// The files cannot be used; everything is as it was.
  ///
  /// @param faults all of them, as `file:line: fault`
  record Faulty(String faults) implements Result {}

  /// Reads and checks all files, and puts what they say in force.
  ///
  /// @param dry only says what would change
  Result reload(boolean dry);

  /// Why the files could not be used the last time; empty when they could.
  Optional<String> error();
}
