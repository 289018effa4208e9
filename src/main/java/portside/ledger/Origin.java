package portside.ledger;

import org.jspecify.annotations.Nullable;

/// What a request's headers and prompt say of where it comes from (Claude Code, "LLM gateway protocol"). All texts are short and printable; what
/// was not said is null. No prompt and no path is in it.
///
/// @param session the client's session: `x-claude-code-session-id`, else that of `metadata.user_id`, else Codex's `session-id`
/// @param subagent `x-claude-code-agent-id`, new for each spawn; null for the session itself
/// @param parent the subagent it was spawned by
/// @param subagentType such as `Explore`
/// @param kind main, subagent, workflow, compaction or auxiliary
/// @param prompt names what a person typed once; its subagents' requests have the same
/// @param project what `x-portside-project` says
/// @param folder the last name of the working directory
/// @param client the product of `user-agent`: `claude-cli/2.1.332`
/// @param retry how often the client had asked before: `x-stainless-retry-count`
/// @param trace `traceparent`
public record Origin(
    @Nullable String session,
    @Nullable String subagent,
    @Nullable String parent,
    @Nullable String subagentType,
    String kind,
    @Nullable String prompt,
    @Nullable String project,
    @Nullable String folder,
    @Nullable String client,
    int retry,
    @Nullable String trace) {
  /// Of a request that says nothing.
  public static final Origin UNKNOWN = new Origin(null, null, null, null, "main", null, null, null, null, 0, null);
}
