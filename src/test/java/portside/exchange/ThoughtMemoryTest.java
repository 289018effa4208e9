package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import portside.FakeClock;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.ContentBlock.Thinking;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// What the memory puts back, what it leaves alone, and when it forgets.
class ThoughtMemoryTest {
  private static final Thinking FIRST = new Thinking("Hmm.", "portside2:0:reasoning:AAAAAAAAAAAAAAAA");
  private static final Thinking SECOND = new Thinking("", "portside2:1::AAAAAAAAAAAAAAAA:xyz");

  private final FakeClock clock = new FakeClock();
  private final ThoughtMemory memory = new ThoughtMemory(clock);

  @Test
  void blocksThatAreMissingArePutBackAtTheHead() {
    memory.keep(Set.of("a", "b"), List.of(FIRST, SECOND));
    assertEquals(List.of(FIRST, SECOND), thinking(memory.completed(said(use("a")))));
    assertEquals(List.of(FIRST, SECOND), thinking(memory.completed(said(use("b")))));
    assertEquals(List.of(FIRST, SECOND), thinking(memory.completed(said(thinking(FIRST) + "," + use("a")))), "one of two was missing");
    assertEquals(List.of(FIRST, SECOND, new Thinking("Hmm.", "")), thinking(memory.completed(said(thinking(new Thinking("Hmm.",
        "")) + "," + use("a")))));
  }

  @Test
  void whatTheClientBroughtBackIsNotTouched() {
    memory.keep(Set.of("a"), List.of(FIRST, SECOND));
    for (var request : List.of(said(thinking(FIRST) + "," + use("a") + "," + thinking(SECOND)), said(use("c")), said("{\"type\":\"text\",\"text\":\"a\"}"))) {
      assertSame(request, memory.completed(request));
    }
  }

  @Test
  void anAnswerThatTheClientCutIntoMessagesGetsItsThinkingOnce() {
    memory.keep(Set.of("a", "b"), List.of(FIRST));
    var cut = "[" + use("a") + "]},{\"role\":\"assistant\",\"content\":[" + use("b") + "]";
    assertEquals(List.of(FIRST), thinking(memory.completed(request(cut))));
    var kept = request("[" + thinking(FIRST) + "]},{\"role\":\"assistant\",\"content\":[" + use("b") + "]");
    assertSame(kept, memory.completed(kept));
  }

  @Test
  void anIdThatTwoAnswersUsedStandsForNeither() {
    memory.keep(Set.of("call_0"), List.of(FIRST));
    memory.keep(Set.of("call_0"), List.of(SECOND));
    assertEquals(List.of(), thinking(memory.completed(said(use("call_0")))));
    memory.keep(Set.of("call_0"), List.of(FIRST));
    assertEquals(List.of(), thinking(memory.completed(said(use("call_0")))));
    clock.pass(Duration.ofHours(3));
    memory.keep(Set.of("call_0"), List.of(FIRST));
    assertEquals(List.of(FIRST), thinking(memory.completed(said(use("call_0")))));
  }

  @Test
  void theSameThinkingOfTheNextPromptArePutBackToo() {
    memory.keep(Set.of("a"), List.of(FIRST));
    memory.keep(Set.of("a"), List.of(FIRST));
    memory.keep(Set.of("b"), List.of(FIRST));
    var next = "[" + use("a") + "]},{\"role\":\"user\",\"content\":\"more\"},{\"role\":\"assistant\",\"content\":[" + use("b") + "]";
    assertEquals(List.of(FIRST, FIRST), thinking(memory.completed(request(next))));
  }

  @Test
  void whatIsNotNeededForThreeHoursIsForgotten() {
    memory.keep(Set.of("a", "b"), List.of(FIRST));
    clock.pass(Duration.ofHours(3).minusMillis(1));
    assertEquals(List.of(FIRST), thinking(memory.completed(said(use("a")))));
    clock.pass(Duration.ofMillis(1));
    assertEquals(List.of(), thinking(memory.completed(said(use("b")))));
    clock.pass(Duration.ofHours(3).minusMillis(2));
    assertEquals(List.of(FIRST), thinking(memory.completed(said(use("a")))), "it was needed meanwhile");
  }

  @Test
  void theNumberOfEntriesIsBounded() {
    memory.keep(Set.of("first"), List.of(FIRST));
    memory.keep(Set.of("second"), List.of(FIRST));
    for (int n = 2; n < 2_048; n++) {
      memory.keep(Set.of("call" + n), List.of(FIRST));
    }
    assertEquals(List.of(FIRST), thinking(memory.completed(said(use("first")))));
    memory.keep(Set.of("last"), List.of(FIRST));
    assertEquals(List.of(FIRST), thinking(memory.completed(said(use("first")))));
    assertEquals(List.of(), thinking(memory.completed(said(use("second")))));
  }

  @Test
  void theirSizeIsBounded() {
    var largest = new Thinking("x".repeat(1_000_000 - FIRST.signature().length()), FIRST.signature());
    memory.keep(Set.of("huge"), List.of(new Thinking(largest.thinking() + "x", FIRST.signature())));
    assertEquals(List.of(), thinking(memory.completed(said(use("huge")))));
    for (int n = 0; n < 4; n++) {
      memory.keep(Set.of("call" + n), List.of(largest));
    }
    assertEquals(List.of(largest), thinking(memory.completed(said(use("call0")))), "four million characters");
    memory.keep(Set.of("one more"), List.of(new Thinking("x", "")));
    assertEquals(List.of(), thinking(memory.completed(said(use("call1")))));
    assertEquals(List.of(largest), thinking(memory.completed(said(use("call2")))));
    assertEquals(List.of(largest), thinking(memory.completed(said(use("call0")))), "what was needed last stays longest");
  }

  private static List<Thinking> thinking(MessagesRequest request) {
    return request.messages().stream().flatMap(message -> message.content().stream())
        .filter(Thinking.class::isInstance).map(Thinking.class::cast).toList();
  }

  private static MessagesRequest said(String blocks) {
    return request("[" + blocks + "]");
  }

  private static MessagesRequest request(String content) {
    var json = "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"go\"},{\"role\":\"assistant\",\"content\":" + content + "}]}";
    return MessagesReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String use(String id) {
    return "{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"Bash\",\"input\":{}}";
  }

  private static String thinking(ContentBlock.Thinking block) {
    return "{\"type\":\"thinking\",\"thinking\":\"" + block.thinking() + "\",\"signature\":\"" + block.signature() + "\"}";
  }
}
