package portside.routing;

import java.util.Optional;
import java.util.OptionalLong;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// Leave to ask a candidate for one request, however often it is tried in it. What came of it is said to the scopes of the candidate, once: what is
/// said after [#failed] or [#answered], or of scopes that another call has brought back since, has no effect. Closed without a word, the call says
/// nothing of the candidate, and one that was to find out whether it is back leaves that to the next.
///
/// A provider that was never reached may be missing because our own network is. So a request that may still reach another member keeps the ticket of
/// such a failure open. It says [#failed] once another was reached, and closes the ticket without a word when none was.
public interface Ticket extends AutoCloseable {
  /// Who may be asked.
  Candidate candidate();

  /// Whether the call finds out if the candidate is back.
  boolean probe();

  /// The answer has content: what the call found out about is back, on probation.
  void content();

  /// The answer is complete.
  void answered();

  /// The candidate failed.
  ///
  /// @param consequence of the failure
  /// @param kind the reason given for an outage
  /// @param scope what the provider itself says is out, in place of the consequence's scope
  /// @param toldSeconds after which the provider wants to be asked again; it counts in place of the ladder if it is above 0 and at most 35 days
  void failed(Consequence consequence, FaultKind kind, Optional<Scope> scope, OptionalLong toldSeconds);

  @Override
  void close();
}
