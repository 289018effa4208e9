package portside.wire.anthropic;

import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.Fault;
import portside.wire.SearchHit;

/// One event of an Anthropic message stream (Anthropic API, "Streaming messages").
public sealed interface StreamEvent {
  /// @param id `msg_…`
  /// @param model the name the client asked for
  /// @param usage the estimate of the input; output 0
  record MessageStart(String id, String model, Usage usage) implements StreamEvent {}

  /// @param index of the block, from 0 without gaps
  /// @param block what opens
  record BlockStart(int index, Opening block) implements StreamEvent {}

  /// @param index of the open block
  /// @param delta what is appended; never empty
  record BlockDelta(int index, Delta delta) implements StreamEvent {}

  /// @param index of the block that closes
  record BlockStop(int index) implements StreamEvent {}

  /// @param stopReason why the answer ended
  /// @param stopSequence the sequence hit, or null
  /// @param usage final and cumulative; overwrites what `message_start` said
  record MessageDelta(StopReason stopReason, @Nullable String stopSequence, Usage usage) implements StreamEvent {}

  /// The last event of a good stream.
  record MessageStop() implements StreamEvent {}

  /// Keeps the line warm.
  record Ping() implements StreamEvent {}

  /// @param fault what happened; the last event of its stream
  record Error(Fault fault) implements StreamEvent {}

  /// A piece of a provider's answer that passes as it came, to a client that speaks the provider's language.
  ///
  /// @param bytes what the client is sent; may be empty
  /// @param observed the events that this piece tells of: one start, one block when the first word is in it, usage, an error, the end; not for the client
  record Verbatim(byte[] bytes, List<StreamEvent> observed) implements StreamEvent {
    public Verbatim {
      observed = List.copyOf(observed);
    }
  }

  /// A content block at its start.
  sealed interface Opening {
    /// A text block.
    record Text() implements Opening {}

    /// A thinking block.
    record Thinking() implements Opening {}

    /// @param id unique in the message
    /// @param name of the client's tool
    record ToolUse(String id, String name) implements Opening {}

    /// A call of a tool that runs on the server; its input follows as that of a tool call does.
    ///
    /// @param id `srvtoolu_…`, unique in the message
    /// @param name `web_search` or `web_fetch`
    record ServerToolUse(String id, String name) implements Opening {}

    /// What a web search found; whole from its start.
    ///
    /// @param toolUseId of the call
    /// @param hits in the order of the engine; may be none
    record SearchHits(String toolUseId, List<SearchHit> hits) implements Opening {}

    /// Why a tool of the server has no result; whole from its start.
    ///
    /// @param tool `web_search` or `web_fetch`
    /// @param toolUseId of the call
    /// @param code such as `unavailable`, `max_uses_exceeded`, `too_many_requests`, `invalid_tool_input` (Anthropic API, "Web search tool")
    record ServerToolFailure(String tool, String toolUseId, String code) implements Opening {}
  }

  /// A piece of the open block.
  sealed interface Delta {
    /// @param text for a text block
    record Text(String text) implements Delta {}

    /// @param thinking for a thinking block
    record Thinking(String thinking) implements Delta {}

    /// @param signature comes back with the block in later requests
    record Signature(String signature) implements Delta {}

    /// @param partialJson a piece of the arguments of a tool call, the client's or the server's
    record InputJson(String partialJson) implements Delta {}
  }
}
