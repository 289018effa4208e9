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
  /// @param stage how far the call got
  record Failed(Fault fault, Stage stage) implements SendResult {}

  /// Nothing was sent, because there is no token to authorise it.
  ///
  /// @param fault what the client is told if nobody else can answer
  record Unauthorised(Fault fault) implements SendResult {}

  /// How far a call got that has no answer.
  enum Stage {
    /// No connection came about: it was refused at once, so that one quick retry is cheap and safe.
    REFUSED,
    /// No connection came about.
    NOT_REACHED,
    /// The provider hung up before it can have done any work, so that one quick retry is safe.
    HUNG_UP,
    /// The provider had the request, and may have worked on it.
    UNANSWERED
  }

  /// The call was cancelled from our side.
  record Cancelled() implements SendResult {}
}
