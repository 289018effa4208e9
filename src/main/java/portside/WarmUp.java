package portside;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import portside.counting.CalibrationFile;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.Settings;
import portside.server.CannotListen;

/// The first request of a process, made before a client makes one: classes are initialised and calls linked by it, which takes longer than all
/// else. A second proxy in this process answers it, with a socket as provider that says the same to everything, and ends; log, metrics and counts
/// of the first know nothing of it. One is enough: the next save a client little, and each costs memory and a tenth of a second of one core.
final class WarmUp {
  private static final String ANSWER = """
      data: {"id":"1","choices":[{"index":0,"delta":{"role":"assistant","content":"Good."},"finish_reason":null}]}

      data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1}}

      data: [DONE]

      """;
  private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

  private WarmUp() {}

  /// Begins in the background; the port of the process is open already.
  static void start() {
    inBackground("first-request", WarmUp::answer);
  }

  /// Returns its status and length.
  static String answer() throws IOException, EnvFaults, CannotListen {
    try (var provider = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      inBackground("first-answer", () -> serve(provider));
      var here = "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + provider.getLocalPort();
      var said = Map.of("OPENAI_BASE_URL", here, "OPENAI_API_KEY", "none", "BIG_MODEL", "none", "MIDDLE_MODEL", "none", "SMALL_MODEL", "none");
      var loaded = Settings.load(Optional.empty(), OptionalInt.of(0), said);
      var proxy = Instance.start(loaded.instance(), loaded.provider(), "warm-up", Instance.Timing.USUAL, CalibrationFile.none(), _ -> {});
      try {
        return new SampleRequests(proxy.port()).results(true);
      } finally {
        proxy.end();
      }
    }
  }

  /// Answers one request; the proxy ends the connection.
  private static void serve(ServerSocket provider) throws IOException {
    try (var connection = provider.accept()) {
      var in = connection.getInputStream();
      in.read();
      var chunk = Integer.toHexString(ANSWER.length()) + "\r\n" + ANSWER + "\r\n0\r\n\r\n";
      connection.getOutputStream().write((HEAD + chunk).getBytes(StandardCharsets.US_ASCII));
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private interface Work {
    void run() throws IOException, EnvFaults, CannotListen;
  }

  private static void inBackground(String name, Work work) {
    Thread.ofPlatform().daemon().name(name).start(() -> {
      try {
        work.run();
      } catch (IOException | EnvFaults | CannotListen | RuntimeException e) {
        System.getLogger(WarmUp.class.getName()).log(Level.DEBUG, "a client's first request will be slow", e);
      }
    });
  }
}
