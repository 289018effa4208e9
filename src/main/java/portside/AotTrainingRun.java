package portside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The training run behind the AOT cache: starts the whole proxy with the demo provider, has it serve what Claude Code sends, and exits. What is
/// loaded, linked and run often here is ready at once in every later start, and takes memory in each; TLS and metrics are left out, they cost
/// 6 MB.
final class AotTrainingRun {
  /// Enough for the profiles of the methods on a request's way.
  private static final int ROUNDS = 300;

  private AotTrainingRun() {}

  public static void main(String[] args) throws Exception {
    System.setProperty("portside.demo.pace", "0");
    var env = Files.createTempFile("rehearsal", ".env");
    Files.writeString(env, "OPENAI_BASE_URL=demo:\nOPENAI_API_KEY=demo\nBIG_MODEL=demo-big\nMIDDLE_MODEL=demo-middle\nSMALL_MODEL=demo-small\n");
    env.toFile().deleteOnExit();
    try {
      run(new SampleRequests(start(env)));
      System.exit(0);
    } catch (Exception e) { // the server's threads would keep the process alive
      e.printStackTrace();
      System.exit(1);
    }
  }

  /// Starts the proxy as a person does, through the launcher (which is known only by name, being compiled apart); returns its port.
  private static int start(Path env) throws Exception {
    var launcher = Class.forName("portside.launch.Launcher").getMethod("main", String[].class);
    var proxy = Thread.ofPlatform().daemon().start(() -> {
      try {
        launcher.invoke(null, (Object) new String[] {"--env", env.toString(), "--port", "0"});
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    });
    while (Integer.getInteger("portside.port") == null) {
      if (proxy.join(Duration.ofMillis(10)) && Integer.getInteger("portside.port") == null) {
        throw new IllegalStateException("the proxy ended before it served");
      }
    }
    return Integer.getInteger("portside.port");
  }

  private static void run(SampleRequests requests) throws IOException {
    for (var path : List.of("/", "/health", "/v1/models", "/nowhere")) {
      System.out.println(requests.get(path));
    }
    for (var round = 0; round < ROUNDS; round++) {
      for (var stream : List.of(true, false)) {
        requests.order(stream);
        requests.results(stream);
      }
      requests.get("/health");
    }
    System.out.println(requests.count());
    System.out.println(requests.say("demo: fail 429"));
    System.out.println(requests.say(""));
  }
}
