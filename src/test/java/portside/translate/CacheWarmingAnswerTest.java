package portside.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// An answer to a request that wants none.
class CacheWarmingAnswerTest {
  private static final StreamEvent START = new StreamEvent.MessageStart("msg_1", "m", Usage.of(7, 0));
  private static final StreamEvent PING = new StreamEvent.Ping();
  private static final StreamEvent STOP = new StreamEvent.MessageStop();
  private static final StreamEvent ERROR = new StreamEvent.Error(Fault.of(FaultKind.API, "no"));

  /// Says everything at each call.
  private record Talking(boolean concluded, boolean finished) implements AnswerStream {
    private void say(Consumer<StreamEvent> out) {
      List.of(START, PING, new StreamEvent.BlockStart(0, new StreamEvent.Opening.Text()), new StreamEvent.BlockDelta(0, new StreamEvent.Delta.Text("a")),
          new StreamEvent.BlockStop(0),
          new StreamEvent.MessageDelta(StopReason.STOP_SEQUENCE, "x", new Usage(7, 3, OptionalLong.of(2), OptionalLong.of(1), OptionalLong.of(3))),
          STOP, ERROR).forEach(out);
    }

    @Override
    public void data(String event, String data, Consumer<StreamEvent> out) {
      say(out);
    }

    @Override
    public void whole(String body, Consumer<StreamEvent> out) {
      say(out);
    }

    @Override
    public void end(Consumer<StreamEvent> out) {
      say(out);
    }

    @Override
    public void fail(Fault fault, Consumer<StreamEvent> out) {
      say(out);
    }

    @Override
    public OptionalLong reportedInput() {
      return OptionalLong.of(9);
    }
  }

  @Test
  void whatWasWrittenIsDroppedAndNotCounted() {
    var answer = CacheWarmingAnswer.of(new Talking(false, false), asking(0));
    var end = new StreamEvent.MessageDelta(StopReason.MAX_TOKENS, null, new Usage(7, 0, OptionalLong.of(2), OptionalLong.of(1), OptionalLong.empty()));
    List<Consumer<Consumer<StreamEvent>>> ways = List.of(
        out -> answer.data("", "", out), out -> answer.whole("", out), out -> answer.end(out), out -> answer.fail(Fault.of(FaultKind.API, ""), out));
    for (var way : ways) {
      var events = new ArrayList<StreamEvent>();
      way.accept(events::add);
      assertEquals(List.of(START, PING, end, STOP, ERROR), events);
    }
  }

  @Test
  void whatIsKnownOfTheAnswerStays() {
    for (var known : List.of(true, false)) {
      var answer = CacheWarmingAnswer.of(new Talking(known, !known), asking(0));
      assertEquals(known, answer.concluded());
      assertEquals(!known, answer.finished());
      assertEquals(OptionalLong.of(9), answer.reportedInput());
    }
  }

  @Test
  void anyOtherAnswerStaysAsItIs() {
    var answer = new Talking(false, false);
    assertSame(answer, CacheWarmingAnswer.of(answer, asking(1)));
  }

  private static MessagesRequest asking(int tokens) {
    var body = "{\"model\":\"m\",\"max_tokens\":" + tokens + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    return MessagesReader.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
