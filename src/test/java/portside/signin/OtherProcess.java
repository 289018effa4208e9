package portside.signin;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import portside.provider.TokenOrigin;
import portside.upstream.DeadlineTicker;
import portside.upstream.HelidonUpstream;

/// Another process of the same person: waits for a line, asks for a token of Copilot, prints it.
final class OtherProcess {
  private OtherProcess() {}

  /// @param arguments the folder of the store and the site
  public static void main(String[] arguments) throws Exception {
    try (var deadlines = DeadlineTicker.started()) {
      var tokens = new Tokens(new TokenStore(Path.of(arguments[0])), to -> new HelidonUpstream(to, "test", deadlines), Clock.systemUTC(), System::nanoTime);
      System.out.println("ready");
      var _ = System.in.read();
      System.out.println(GivenSignIn.token(tokens, GivenSignIn.destination(new TokenOrigin.GitHubSignIn("client-1", "default", URI.create(arguments[1])))));
    }
  }

  static Process start(Path folder, URI site) throws Exception {
    var classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var absolute = String.join(":", List.of(classes.split(":")).stream().map(part -> Path.of(part).toAbsolutePath().toString()).toList());
    var java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", absolute,
        OtherProcess.class.getName(), folder.toString(), site.toString());
    return java.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  static void go(Process process) throws Exception {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }
}
