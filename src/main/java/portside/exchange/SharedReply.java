package portside.exchange;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import portside.wire.Fault;
import portside.wire.anthropic.StreamEvent;

/// The answer on its way to a client and to all that wait for the same one. When the client leaves, it goes on for the others.
final class SharedReply implements ClientReply {
  private final ClientReply own;
  private final SharedAnswer shared;
  private Client.@Nullable Gone gone;

  /// @param own the client's
  SharedReply(ClientReply own, SharedAnswer shared) {
    this.own = own;
    this.shared = shared;
  }

  @Override
  public void accept(StreamEvent event) {
    shared.accept(event);
    if (gone == null) {
      own.accept(event);
    }
  }

  @Override
  public void from(Map<String, String> headers) {
    shared.from(headers);
    own.from(headers);
  }

  @Override
  public void passing(Map<String, String> headers) {
    own.passing(headers);
  }

  @Override
  public void flush() throws Client.Gone {
    shared.publish();
    tell(own::flush);
  }

  @Override
  public void fault(Fault fault) throws Client.Gone {
    shared.failed(fault);
    tell(() -> own.fault(fault));
  }

  @Override
  public boolean begun() {
    return own.begun() || shared.begun();
  }

  @Override
  public void ended() {
    own.ended();
  }

  /// @throws Client.Gone when the client left while others waited
  void answered() throws Client.Gone {
    if (gone != null) {
      throw gone;
    }
  }

  /// Says something to the client.
  private interface Telling {
    void run() throws Client.Gone;
  }

  private void tell(Telling telling) throws Client.Gone {
    if (gone != null) {
      return;
    }
    try {
      telling.run();
    } catch (Client.Gone left) {
      if (shared.leaderLeft()) {
        throw left;
      }
      gone = left;
    }
  }
}
