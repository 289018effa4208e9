package portside.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;
import java.util.function.Function;

/// Gives Helidon our connections: this is its seam for protocols, and ours speak its HTTP/1.1.
///
/// @param connections makes ours
record FramedConnectionSelector(Function<ConnectionContext, ServerConnection> connections) implements ServerConnectionSelector {
  @Override
  public int bytesToIdentifyConnection() {
    return 0;
  }

  @Override
  public Support supports(BufferData data) {
    return Support.SUPPORTED;
  }

  /// None: Helidon asks for them with TLS alone, which is not spoken here.
  @Override
  public Set<String> supportedApplicationProtocols() {
    return Set.of();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return connections.apply(context);
  }
}
