package portside.translate.client;

import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamWriter;

/// Writes what a streaming client of the Responses API gets of an answer that passes: its bytes, a ping as a comment, and an `error` event
/// (OpenAI API, "Streaming events") when it breaks off. Other events are never meant for it.
public final class ResponsesStreamWriter extends StreamWriter {
  @Override
  public void accept(StreamEvent event) {
    switch (event) {
      case StreamEvent.Verbatim(var bytes, _) -> out.raw(bytes);
      case StreamEvent.Ping() -> out.raw(": ping\n\n");
      case StreamEvent.Error(var fault) -> {
        out.raw("event: error\ndata: {\"type\":\"error\",\"code\":").string(fault.kind().type());
        out.raw(",\"message\":").string(fault.message()).raw(",\"param\":null}\n\n");
      }
      case StreamEvent.MessageStart _, StreamEvent.BlockStart _, StreamEvent.BlockDelta _, StreamEvent.BlockStop _, StreamEvent.MessageDelta _,
          StreamEvent.MessageStop _ -> {}
    }
  }
}
