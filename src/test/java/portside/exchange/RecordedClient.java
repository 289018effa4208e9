package portside.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A client that writes down what it is sent.
public class RecordedClient implements Client {
  /// @param body as text
  record Answer(int status, Map<String, String> headers, String body) {}

  final List<Answer> answers = new ArrayList<>();
  final ByteArrayOutputStream streamed = new ByteArrayOutputStream();
  private final byte[] body;

  public RecordedClient() {
    this("");
  }

  /// @param body of the request
  RecordedClient(String body) {
    this.body = body.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String requestId() {
    return "req_test";
  }

  @Override
  public String header(String name) {
    return null;
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public void answer(int status, Map<String, String> headers, byte[] bytes) throws Gone {
    answers.add(new Answer(status, headers, new String(bytes, StandardCharsets.UTF_8)));
  }

  @Override
  public void open(int code, Map<String, String> headers) throws Gone {}

  @Override
  public void send(byte[] bytes, int offset, int length) throws Gone {
    streamed.write(bytes, offset, length);
  }

  @Override
  public void whenLeft(Runnable left) {}

  @Override
  public long sendingFor(long nanoTime) {
    return 0;
  }

  @Override
  public void hangUp() {}
}
