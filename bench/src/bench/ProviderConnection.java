package bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/// One connection to the fake provider: requests come in, each is answered as its model name says.
///
/// ```
///            whole request read                 last byte taken
///   reading ────────────────────► answering ───────────────────► reading   (or closed, when the request said so)
///                                  │    ▲
///                    event not due ▼    │ due
///                                  asleep
/// ```
final class ProviderConnection {
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");
  private static final Pattern MODEL = Pattern.compile("\"model\" ?: ?\"([^\"]*)\"");
  private static final int WINDOW = 4096;
  private static final int WRITES_PER_TURN = 16;

  private final SocketChannel channel;
  private final SelectionKey key;

  private byte[] request = new byte[2048];
  private int requestLength;
  private int requestEnd = -1;

  private Script script;
  private int eventsLeft;
  private boolean headSent;
  private boolean closesAfter;
  private long due;
  private boolean asleep;
  private ByteBuffer unsent;

  ProviderConnection(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
  }

  boolean answering() {
    return script != null && key.isValid();
  }

  /// Waits for its time; the selector has nothing to say about it until then.
  boolean asleep() {
    return asleep;
  }

  long due() {
    return due;
  }

  /// Takes what the client sent; starts the answer when that was the whole request.
  void read(ByteBuffer shared) {
    try {
      shared.clear();
      var count = channel.read(shared);
      if (count < 0) {
        close();
        return;
      }
      if (requestLength + count > request.length) {
        request = Arrays.copyOf(request, Math.max(requestLength + count, Math.max(requestEnd, request.length * 2)));
      }
      shared.flip().get(request, requestLength, count);
      requestLength += count;
      if (requestEnd < 0) {
        readHead();
      }
      if (requestEnd >= 0 && requestLength >= requestEnd) {
        begin(Script.of(model()));
      }
    } catch (IOException e) {
      close();
    }
  }

  /// Sends what is due and what the socket takes.
  void write(ByteBuffer shared) {
    asleep = false;
    if (!key.isValid()) {
      return;
    }
    try {
      if (unsent != null && !flush(unsent)) {
        return;
      }
      for (var turn = 0; turn < WRITES_PER_TURN; turn++) {
        if (System.nanoTime() - due < 0) {
          asleep = true;
          key.interestOps(SelectionKey.OP_READ);
          return;
        }
        fill(shared);
        if (!flush(shared)) {
          return;
        }
        if (eventsLeft < 0) {
          end();
          return;
        }
      }
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    } catch (IOException e) {
      close();
    }
  }

  private void readHead() throws IOException {
    var text = new String(request, 0, Math.min(WINDOW, requestLength), ISO_8859_1);
    var end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return;
    }
    var head = text.substring(0, end).toLowerCase(Locale.ROOT);
    closesAfter = head.contains("\r\nconnection: close");
    var length = LENGTH.matcher(head);
    if (length.find()) {
      requestEnd = end + 4 + Integer.parseInt(length.group(1));
    } else if (head.startsWith("post")) {
      channel.write(ByteBuffer.wrap(ProviderBytes.LENGTH_REQUIRED));
      close();
    } else {
      channel.write(ByteBuffer.wrap(ProviderBytes.READY));
      requestLength = 0;
    }
  }

  /// The model stands near the front or the back of a body, however large; the middle is not searched.
  private String model() {
    var front = MODEL.matcher(new String(request, 0, Math.min(WINDOW, requestEnd), ISO_8859_1));
    if (front.find()) {
      return front.group(1);
    }
    var from = Math.max(0, requestEnd - WINDOW);
    var back = MODEL.matcher(new String(request, from, requestEnd - from, ISO_8859_1));
    return back.find() ? back.group(1) : "";
  }

  private void begin(Script next) {
    script = next;
    eventsLeft = next.events();
    headSent = false;
    due = System.nanoTime() + next.delayNanos();
    requestLength = 0;
    requestEnd = -1;
    request = request.length > WINDOW && next.periodNanos() > 0 ? new byte[2048] : request;
  }

  /// The next write: head, then events, then the tail; `eventsLeft` falls below zero with the tail.
  private void fill(ByteBuffer shared) {
    shared.clear();
    if (script == Script.REFUSAL) {
      eventsLeft = -1;
      shared.put(ProviderBytes.REFUSED);
    } else if (!headSent) {
      headSent = true;
      shared.put(ProviderBytes.HEAD);
    } else if (eventsLeft == 0) {
      eventsLeft = -1;
      shared.put(ProviderBytes.TAIL);
    } else {
      var now = System.nanoTime();
      for (var added = 0; added < script.perWrite() && eventsLeft > 0 && ProviderBytes.addEvent(shared, now); added++) {
        eventsLeft--;
      }
      due = script.periodNanos() == 0 ? due : due + script.periodNanos();
    }
    shared.flip();
  }

  /// Hands bytes to the socket; keeps the rest and asks to be called again when it does not take all.
  private boolean flush(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
    if (!bytes.hasRemaining()) {
      unsent = null;
      return true;
    }
    if (bytes != unsent) {
      unsent = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    return false;
  }

  private void end() {
    script = null;
    if (closesAfter) {
      close();
    } else {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  private void close() {
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
