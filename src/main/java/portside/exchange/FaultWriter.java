package portside.exchange;

import portside.wire.Fault;

/// How errors are written for a client, in the language it speaks.
@FunctionalInterface
interface FaultWriter {
  /// Answers with a fault as an HTTP status.
  ///
  /// @throws Client.Gone when the client has left
  void refuse(Client client, Fault fault) throws Client.Gone;
}
