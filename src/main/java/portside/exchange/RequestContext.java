package portside.exchange;

import java.util.Map;
import java.util.Optional;
import portside.counting.RequestSize;
import portside.exchange.watch.RequestWatchdog;
import portside.routing.Candidate;
import portside.routing.Plan;
import portside.wire.Fault;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;

/// A request that runs, and what it needs on its way.
///
/// @param request as the client sent it
/// @param size for our own count of its tokens
/// @param conversation its name, empty for none
/// @param plan its walk through the candidates
/// @param headers sent in any case
/// @param reply where the answer goes
/// @param watchdog watches over it
/// @param entry what is noted of it
record RequestContext(
    Client client,
    MessagesRequest request,
    RequestSize size,
    String conversation,
    Plan plan,
    Map<String, String> headers,
    ClientReply reply,
    RequestWatchdog watchdog,
    EntryBuilder entry) {

  /// An event of the answer.
  void event(StreamEvent event) {
    entry.event(event);
    reply.accept(event);
  }

  /// Sends the client what it may have so far.
  void flush() throws Client.Gone {
    entry.sending();
    reply.flush();
  }

  /// There is no answer, or no more of one.
  void fail(Fault fault) throws Client.Gone {
    entry.fault(fault);
    reply.fault(fault);
  }

  /// What a person is told in place of an answer that this candidate withheld; empty when no person reads it in Claude Code.
  Optional<Fault> withheldBy(Candidate candidate) {
    return Faults.isClaudeCode(client) ? Optional.of(Faults.withheld(candidate.provider())) : Optional.empty();
  }
}
