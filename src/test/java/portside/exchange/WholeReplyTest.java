package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

class WholeReplyTest {
  private final RecordedClient client = new RecordedClient();

  @Test
  void aSecondTryStartsFromNothing() throws Exception {
    var reply = new WholeReply(client, new MessagesLanguage());
    says(reply, "first try, which broke off");
    reply.flush();
    says(reply, "second");
    reply.accept(new StreamEvent.BlockStop(0));
    reply.accept(new StreamEvent.MessageDelta(StopReason.END_TURN, null, Usage.of(1, 2)));
    reply.accept(new StreamEvent.MessageStop());
    reply.flush();
    reply.flush();
    assertEquals(1, client.answers.size());
    assertEquals(200, client.answers.getFirst().status());
    assertEquals("[{\"type\":\"text\",\"text\":\"second\"}]", Json.text(Json.object(client.answers.getFirst().body()).getJsonArray("content")));
  }

  @Test
  void aFaultIsAStatus() throws Exception {
    var reply = new WholeReply(client, new MessagesLanguage());
    says(reply, "broken off");
    reply.fault(new Fault(FaultKind.OVERLOADED, "busy", OptionalLong.of(3)));
    assertEquals(List.of(529), client.answers.stream().map(RecordedClient.Answer::status).toList());
  }

  private static void says(ClientReply reply, String text) {
    reply.accept(new StreamEvent.MessageStart("msg_1", "m", Usage.of(1, 0)));
    reply.accept(new StreamEvent.BlockStart(0, new StreamEvent.Opening.Text()));
    reply.accept(new StreamEvent.BlockDelta(0, new StreamEvent.Delta.Text(text)));
  }
}
