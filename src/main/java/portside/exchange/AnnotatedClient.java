package portside.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A client whose answers say in their heads how long they took (`server-timing`) and which model is asked (`x-portside-model`), as far as that is known
/// by then: a head that goes out with a ping does not name one that another member may yet stand in for. What passes is taken down where that is asked for.
final class AnnotatedClient implements Client {
  private static final String TIMING = "server-timing";

  private final Client client;
  private final EntryBuilder entry;

  /// @param entry knows of the request
  AnnotatedClient(Client client, EntryBuilder entry) {
    this.client = client;
    this.entry = entry;
  }

  @Override
  public String requestId() {
    return client.requestId();
  }

  @Override
  public @Nullable String header(String name) {
    return client.header(name);
  }

  @Override
  public Map<String, String> headers() {
    return client.headers();
  }

  @Override
  public String method() {
    return client.method();
  }

  @Override
  public String path() {
    return client.path();
  }

  @Override
  public String query() {
    return client.query();
  }

  @Override
  public byte[] body() {
    var body = client.body();
    if (entry.recording().on()) {
      entry.recording().clientRequest(method(), path(), query(), headers(), body);
    }
    return body;
  }

  @Override
  public void bodySent() {
    client.bodySent();
  }

  @Override
  public void answer(int status, Map<String, String> headers, byte[] body) throws Gone {
    var all = annotated(headers, true);
    entry.recording().clientAnswer(status, all);
    entry.recording().clientPiece(body, 0, body.length);
    client.answer(status, all, body);
  }

  @Override
  public void open(int status, Map<String, String> headers) throws Gone {
    var all = annotated(headers, entry.spoken() || entry.certain());
    entry.recording().clientAnswer(status, all);
    client.open(status, all);
  }

  @Override
  public void send(byte[] bytes, int offset, int length) throws Gone {
    entry.recording().clientPiece(bytes, offset, length);
    client.send(bytes, offset, length);
  }

  @Override
  public void whenLeft(Runnable left) {
    client.whenLeft(left);
  }

  @Override
  public long sendingFor(long nanoTime) {
    return client.sendingFor(nanoTime);
  }

  @Override
  public void hangUp() {
    client.hangUp();
  }

  /// @param named whether the model stands
  private Map<String, String> annotated(Map<String, String> headers, boolean named) {
    var all = new LinkedHashMap<>(headers);
    all.merge(TIMING, entry.timing(), (theirs, ours) -> theirs + ", " + ours);
    if (named) {
      entry.lastAsked().ifPresent(candidate -> all.putIfAbsent(Walk.SERVED, Walk.served(candidate)));
    }
    return all;
  }
}
