import java.io.IOException;
import java.nio.file.Path;
import javax.net.ServerSocketFactory;
import portside.fake.FakeServer;

/// A provider that plays the scenarios of [Script] to the proxies of a run and writes down all it was asked: in Anthropic's language into a log of its own,
/// since what may be sent there differs.
///
///     java -cp CLASSES ScriptedProvider PORT LOGFILE LOGFILE_OF_ANTHROPICS_LANGUAGE
final class ScriptedProvider {

  public static void main(String... args) throws IOException, InterruptedException {
    var script = new Script();
    var journal = new Journal(Path.of(args[1]));
    var claude = new Journal(Path.of(args[2]));
    try (var _ = new FakeServer(ServerSocketFactory.getDefault(), Integer.parseInt(args[0]), _ -> {},
        (line, _) -> new Connection(line, script, journal, claude).serve())) {
      Thread.currentThread().join();
    }
  }
}
