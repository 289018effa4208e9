package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.common.buffers.BufferData;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What the WebClient may ask of a connection, also where this version of it does not.
class UpstreamConnectionTest {
  @Test
  void whateverIsWrittenGoesOut() throws Exception {
    var arrived = new CompletableFuture<String>();
    RawServer.Script reading = (client, number) ->
        arrived.complete(new String(client.socket().getInputStream().readNBytes(6), StandardCharsets.US_ASCII));
    try (var server = new RawServer(reading); var connection = UpstreamConnection.plain(new Socket("127.0.0.1", server.port()))) {
      var writer = connection.writer();
      writer.write(BufferData.create("a"));
      writer.write(BufferData.create("b"), BufferData.create("c"));
      writer.writeNow(BufferData.create("d"));
      writer.writeNow(BufferData.create("e"), BufferData.create("f"));
      assertEquals("abcdef", arrived.get(10, TimeUnit.SECONDS));
      assertTrue(connection.sent());
      assertEquals("provider", connection.channelId());
    }
  }
}
