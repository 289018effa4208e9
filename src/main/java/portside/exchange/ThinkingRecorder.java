package portside.exchange;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import portside.translate.AnswerStream;
import portside.translate.ForwardingAnswer;
import portside.translate.Translator;
import portside.translate.UpstreamRequest;
import portside.translate.fault.Refused;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;

/// A translator whose answers leave their thinking blocks in the memory, for a provider that wants them back.
///
/// @param translator does the work
/// @param memory keeps the blocks of answers that ended well and called a tool
record ThinkingRecorder(Translator translator, ThoughtMemory memory) implements Translator {
  @Override
  public UpstreamRequest request() {
    return translator.request();
  }

  @Override
  public AnswerStream answer() {
    return new RecordedAnswer(translator.answer(), memory);
  }

  @Override
  public Refused refused(int status, Function<String, String> headers, byte[] body) {
    return translator.refused(status, headers, body);
  }

  /// Looks at the events on their way out.
  private static final class RecordedAnswer extends ForwardingAnswer {
    private final ThoughtMemory memory;
    private final List<ContentBlock.Thinking> blocks = new ArrayList<>();
    private final Set<String> calls = new LinkedHashSet<>();
    private StringBuilder thinking = new StringBuilder();
    private long size;

    RecordedAnswer(AnswerStream answer, ThoughtMemory memory) {
      super(answer);
      this.memory = memory;
    }

    @Override
    protected void forward(StreamEvent event, Consumer<StreamEvent> out) {
      look(event);
      out.accept(event);
    }

    /// Thinking that is too long to be remembered is not gathered either.
    private boolean fits(String more) {
      size += more.length();
      return size <= ThoughtMemory.LARGEST;
    }

    private void look(StreamEvent event) {
      switch (event) {
        case StreamEvent.BlockStart(_, Opening.Thinking _) -> thinking = new StringBuilder();
        case StreamEvent.BlockStart(_, Opening.ToolUse(var id, _)) -> calls.add(id);
        case StreamEvent.BlockDelta(_, Delta.Thinking(var words)) -> {
          if (fits(words)) {
            thinking.append(words);
          }
        }
        case StreamEvent.BlockDelta(_, Delta.Signature(var signature)) -> {
          if (fits(signature)) {
            blocks.add(new ContentBlock.Thinking(thinking.toString(), signature));
          }
        }
        case StreamEvent.MessageStop _ -> {
          if (!calls.isEmpty() && !blocks.isEmpty() && fits("")) {
            memory.keep(calls, blocks);
          }
        }
        case StreamEvent.MessageStart _, StreamEvent.BlockStart _, StreamEvent.BlockDelta _, StreamEvent.BlockStop _,
            StreamEvent.MessageDelta _, StreamEvent.Ping _, StreamEvent.Error _, StreamEvent.Verbatim _ -> {}
      }
    }
  }
}
