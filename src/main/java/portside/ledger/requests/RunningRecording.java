package portside.ledger.requests;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The records of a request that runs. Those that are complete go to the writer at once, so that a process that is killed leaves them behind; where only
/// failures are recorded they wait for the end.
final class RunningRecording implements Recording {
  private final String requestId;
  private final boolean failuresAlone;
  private final Room room;
  private final InstantSource clock;
  private final RequestLogWriter writer;
  private final List<RequestRecord> waiting = new ArrayList<>();
  private final List<RunningCall> calls = new ArrayList<>();
  private List<String> shown = List.of();
  private @Nullable RequestRecord answer;
  private @Nullable Body answerBody;
  private boolean over;

  RunningRecording(String requestId, boolean failuresAlone, Room room, InstantSource clock, RequestLogWriter writer) {
    this.requestId = requestId;
    this.failuresAlone = failuresAlone;
    this.room = room;
    this.clock = clock;
    this.writer = writer;
  }

  @Override
  public synchronized void clientRequest(String method, String path, String query, Map<String, String> headers, byte[] body) {
    shown = ShownHeaders.credentials(headers);
    complete(record("client_request").with("method", method).with("path", path).with("query", ShownHeaders.query(query)).headers(headers).body(Body.of(body, room)));
  }

  @Override
  public synchronized Call upstreamRequest(UpstreamRequestRecord sent) {
    complete(record("upstream_request").with("n", sent.number()).with("provider", sent.provider()).with("served", sent.model()).with("method", sent.method())
        .with("url", ShownHeaders.url(sent.url())).headers(sent.headers()).body(Body.of(sent.body(), room)));
    var call = new RunningCall(sent.number());
    calls.add(call);
    return call;
  }

  @Override
  public synchronized void clientAnswer(int status, Map<String, String> headers) {
    answerBody = new Body(room);
    answer = record("client_answer").with("status", status).headers(headers);
  }

  @Override
  public synchronized void clientPiece(byte[] bytes, int offset, int length) {
    if (answerBody != null) {
      answerBody.add(bytes, offset, length);
    }
  }

  @Override
  public void ended(String result) {
    List<RunningCall> open;
    synchronized (this) {
      open = List.copyOf(calls);
    }
    open.forEach(RunningCall::ended);
    synchronized (this) {
      over = true;
      var last = answer == null ? record("client_answer").with("status", null) : answer;
      complete(last.with("result", result).body(answerBody == null ? new Body(room) : answerBody));
      var kept = !failuresAlone || !result.equals("ok") && !result.equals("left");
      for (var record : waiting) {
        if (kept) {
          writer.write(record, shown);
        } else {
          record.release();
        }
      }
      waiting.clear();
    }
  }

  private RequestRecord record(String kind) {
    return new RequestRecord(kind, requestId, clock.instant());
  }

  private synchronized void complete(RequestRecord record) {
    if (failuresAlone) {
      waiting.add(record);
    } else {
      writer.write(record, shown);
    }
  }

  /// The answer of a provider that is taken down.
  private final class RunningCall implements Call {
    private final int number;
    private final Body body = new Body(room);
    private final long began = clock.millis();
    private final Map<String, String> headers = new HashMap<>();
    private @Nullable Integer status;
    private @Nullable String failed;
    private boolean ended;

    RunningCall(int number) {
      this.number = number;
    }

    @Override
    public synchronized void answered(int code, Map<String, String> head) {
      status = code;
      headers.putAll(head);
    }

    @Override
    public synchronized void piece(byte[] bytes, int offset, int length) {
      if (!ended) {
        body.add(bytes, offset, length);
      }
    }

    @Override
    public synchronized void failed(String why) {
      failed = why;
    }

    @Override
    public synchronized void ended() {
      if (!ended) {
        ended = true;
        finish();
      }
    }

    private void finish() {
      var record = record("upstream_answer").with("n", number).with("status", status).with("ms", clock.millis() - began).headers(headers).body(body);
      synchronized (RunningRecording.this) {
        if (over) {
          record.release();
        } else {
          complete(failed == null ? record : record.with("failed", failed));
        }
      }
    }
  }
}
