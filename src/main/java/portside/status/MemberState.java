package portside.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import portside.provider.Provider;
import portside.routing.Quotas;
import portside.wire.FaultKind;

/// A member of the chain as it stands now.
///
/// @param order its place among the members, from 1
/// @param available whether a request would be sent to it now
/// @param reason why it, or part of it, is left alone; empty when nothing is
/// @param until when all of it may be asked again; empty when nothing is left alone, or no time is known
/// @param whole the standing of the member itself, whatever the model and the key
/// @param models each of its models, and those it was asked for by name and which failed
/// @param keys each of its keys, in the order of the file
record MemberState(Provider member, int order, Word state, boolean available, Optional<FaultKind> reason, Optional<Instant> until, Part whole,
    List<Part> models, List<OneKey> keys) {
  /// The state in a word.
  enum Word {
    /// It can be asked for everything.
    HEALTHY,
    /// Part of it is left alone: a model, or a key.
    DEGRADED,
    /// It refuses us, and waiting does not mend that.
    UNAVAILABLE,
    /// It failed or was asked too often, and is left alone for a while.
    COOLING_DOWN,
    /// A plan, or a quota of the person's own, is used up.
    QUOTA_EXCEEDED,
    /// A setting is missing.
    UNCONFIGURED
  }

  /// Part of a member.
  ///
  /// @param name of the model; empty for the whole
  /// @param state `in`, `out` or `probing`
  /// @param failures since its last complete answer
  /// @param level outages in a row before
  /// @param reason why it is left alone
  /// @param until when it may be asked again
  record Part(String name, String state, int failures, int level, Optional<FaultKind> reason, Optional<Instant> until) {
    static Part in(String name) {
      return new Part(name, "in", 0, 0, Optional.empty(), Optional.empty());
    }

    boolean isIn() {
      return state.equals("in");
    }
  }

  /// One of its keys.
  ///
  /// @param place from 1
  /// @param self the key for all models
  /// @param models for which alone it is left alone
  /// @param quotas of the person's own, and what is used of them
  record OneKey(int place, Part self, List<Part> models, List<Quotas.Usage> quotas) {}
}
