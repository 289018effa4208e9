package portside.console.top;

import java.time.Instant;

/// A request that is being answered.
///
/// @param served the model that is asked
/// @param kind such as `main` or `subagent`
/// @param output tokens so far, by estimate
record RunningRequest(String id, String instance, Instant at, String provider, String served, String kind, String project, String conversation, long output) {
  RunningRequest sent(long tokens) {
    return new RunningRequest(id, instance, at, provider, served, kind, project, conversation, tokens);
  }
}
