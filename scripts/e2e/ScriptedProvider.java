import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/// An OpenAI chat-completions provider that plays the scenarios of [Script] to one proxy and writes down all it was asked.
///
///     java scripts/e2e/ScriptedProvider.java PORT LOGFILE
final class ScriptedProvider {

  public static void main(String... args) throws IOException {
    var script = new Script();
    var journal = new Journal(Path.of(args[1]));
    try (var server = new ServerSocket(Integer.parseInt(args[0]), 100, InetAddress.getLoopbackAddress())) {
      while (true) {
        var socket = server.accept();
        Thread.startVirtualThread(() -> new Connection(socket, script, journal).serve());
      }
    }
  }
}
