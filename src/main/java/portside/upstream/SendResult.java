package portside.upstream;

import portside.wire.Fault;

/// What came of sending one request to one provider.
public sealed interface SendResult {
  /// The provider answered; the status may be an error.
  ///
  /// @param answer head and body; close it
  record Answered(UpstreamAnswer answer) implements SendResult {}

  /// There is no answer.
  ///
  /// @param fault what the client is told if nobody else can answer
  /// @param refused whether the provider was never reached or hung up before it can have done any work, so that one quick retry is safe
  record Failed(Fault fault, boolean refused) implements SendResult {}

  /// The call was cancelled from our side.
  record Cancelled() implements SendResult {}
}
