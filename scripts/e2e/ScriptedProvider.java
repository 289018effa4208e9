import java.io.IOException;
import java.nio.file.Path;
import javax.net.ServerSocketFactory;
import portside.fake.FakeServer;

/// An OpenAI chat-completions provider that plays the scenarios of [Script] to one proxy and writes down all it was asked.
///
///     java -cp CLASSES ScriptedProvider PORT LOGFILE
final class ScriptedProvider {

  public static void main(String... args) throws IOException, InterruptedException {
    var script = new Script();
    var journal = new Journal(Path.of(args[1]));
    try (var _ = new FakeServer(ServerSocketFactory.getDefault(), Integer.parseInt(args[0]), _ -> {},
        (line, _) -> new Connection(line, script, journal).serve())) {
      Thread.currentThread().join();
    }
  }
}
