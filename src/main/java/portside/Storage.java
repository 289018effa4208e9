package portside;

import java.nio.file.Path;
import java.util.Optional;
import portside.counting.CalibrationFile;
import portside.ledger.requests.RecordedRequests;
import portside.routing.RoutingFile;
import portside.routing.RoutingStore;
import portside.signin.TokenStore;

/// Where an instance keeps what outlives its process.
///
/// @param counts how models count tokens
/// @param routing who is left alone, what is used up, whom persons chose
/// @param journal the folder of what is recorded of requests; empty for nowhere
/// @param shared the folder in which instances find each other while they run, and what all of them recorded; empty for none
/// @param requests the folder of whole requests, where a setting or a person asks for them
/// @param signIns of the person, for all instances
record Storage(CalibrationFile counts, RoutingStore routing, Optional<Path> journal, Optional<Path> shared, Path requests, TokenStore signIns) {
  /// Nothing is kept, and no other instance finds this one.
  static final Storage NOTHING = new Storage(CalibrationFile.none(), RoutingStore.NONE, Optional.empty(), Optional.empty());

  /// One whose sign-ins are where they usually are.
  Storage(CalibrationFile counts, RoutingStore routing, Optional<Path> journal, Optional<Path> shared, Path requests) {
    this(counts, routing, journal, shared, requests, TokenStore.ofPerson(System::getenv));
  }

  /// One whose whole requests are, too.
  Storage(CalibrationFile counts, RoutingStore routing, Optional<Path> journal, Optional<Path> shared) {
    this(counts, routing, journal, shared, RecordedRequests.folder());
  }

  /// Everything is kept in a folder.
  ///
  /// @param name of the instance
  static Storage in(Path folder, String name) {
    return new Storage(CalibrationFile.in(folder, name), new RoutingFile(folder, name), Optional.of(folder.resolve("ledger")), Optional.of(folder));
  }

  /// Nothing that was learned outlives the process. While it runs it can be found, and requests are recorded where the settings say so.
  static Storage withoutLearning(Path folder) {
    return new Storage(NOTHING.counts, NOTHING.routing, Optional.of(folder.resolve("ledger")), Optional.of(folder));
  }
}
