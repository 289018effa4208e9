package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import portside.FakeClock;
import portside.translate.AnswerStream;
import portside.translate.Translator;
import portside.translate.UpstreamRequest;
import portside.translate.fault.Refused;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.ContentBlock.Thinking;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.Usage;

/// Which answers leave their thinking in the memory.
class ThinkingRecorderTest {
  private static final String SIGNATURE = "portside2:0:reasoning:AAAAAAAAAAAAAAAA";
  private static final StreamEvent CALL = new StreamEvent.BlockStart(1, new Opening.ToolUse("a", "Bash"));
  private static final StreamEvent STOP = new StreamEvent.MessageStop();

  private final ThoughtMemory memory = new ThoughtMemory(new FakeClock());

  /// Gives out what the test says.
  private record Said(List<StreamEvent> events) implements Translator, AnswerStream {
    @Override
    public void whole(String body, Consumer<StreamEvent> out) {
      events.forEach(out);
    }

    @Override
    public AnswerStream answer() {
      return this;
    }

    @Override
    public UpstreamRequest request() {
      throw new IllegalStateException("nothing is asked here");
    }

    @Override
    public Refused refused(int status, Function<String, String> headers, byte[] body) {
      return new Refused(Fault.of(FaultKind.OVERLOADED, status + headers.apply("x") + body.length), Optional.empty());
    }

    @Override
    public void data(String event, String data, Consumer<StreamEvent> out) {}

    @Override
    public void end(Consumer<StreamEvent> out) {}

    @Override
    public void fail(Fault fault, Consumer<StreamEvent> out) {}

    @Override
    public boolean concluded() {
      return true;
    }

    @Override
    public OptionalLong reportedInput() {
      return OptionalLong.empty();
    }

    @Override
    public boolean finished() {
      return true;
    }
  }

  private static List<StreamEvent> thinking(String... words) {
    var events = new ArrayList<StreamEvent>();
    events.add(new StreamEvent.BlockStart(0, new Opening.Thinking()));
    for (var word : words) {
      events.add(new StreamEvent.BlockDelta(0, new Delta.Thinking(word)));
    }
    events.add(new StreamEvent.BlockDelta(0, new Delta.Signature(SIGNATURE)));
    return events;
  }

  @SafeVarargs
  private List<String> remembered(List<StreamEvent>... events) throws Exception {
    var all = new ArrayList<StreamEvent>();
    for (var some : events) {
      all.addAll(some);
    }
    var out = new ArrayList<StreamEvent>();
    new ThinkingRecorder(new Said(all), memory).answer().whole("", out::add);
    assertEquals(all, out, "all of it passes");
    var request = "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"a\","
        + "\"name\":\"Bash\",\"input\":{}}]}]}";
    return memory.completed(MessagesReader.read(request.getBytes(StandardCharsets.UTF_8))).messages().getFirst().content().stream()
        .filter(Thinking.class::isInstance).map(block -> ((Thinking) block).thinking()).toList();
  }

  @Test
  void thinkingOfAnAnswerThatCalledATool() throws Exception {
    assertEquals(List.of("Hmm.", "Aha."), remembered(thinking("H", "mm."), thinking("Aha."), List.of(CALL, STOP)));
  }

  @Test
  void notThoseOfOneThatBrokeOffOrCalledNothing() throws Exception {
    assertEquals(List.of(), remembered(thinking("Hmm."), List.of(CALL, new StreamEvent.MessageDelta(StopReason.TOOL_USE, null, Usage.of(1, 1)))));
    assertEquals(List.of(), remembered(thinking("Hmm."), List.of(STOP)));
    assertEquals(List.of(), remembered(List.of(CALL, STOP)));
    assertEquals(List.of("Hmm."), remembered(thinking("Hmm."), List.of(CALL, STOP)), "an answer without a thought stands in no other's way");
  }

  @Test
  void aRefusalPasses() {
    assertEquals("529y3", new ThinkingRecorder(new Said(List.of()), memory).refused(529, _ -> "y", new byte[3]).fault().message());
  }

  @Test
  void aMillionCharactersAndNoMore() throws Exception {
    var half = "x".repeat(500_000 - SIGNATURE.length());
    assertEquals(List.of(), remembered(thinking(half), thinking(half), thinking("x"), List.of(CALL, STOP)));
    assertEquals(List.of(), remembered(thinking(half), thinking(half, "x"), List.of(CALL, STOP)));
    assertEquals(List.of(half, half), remembered(thinking(half), thinking(half), List.of(CALL, STOP)));
  }
}
