import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Stands for the proxy in the supervisor's tests: reads an env file, listens on its port, answers every request as /health.
/// `FAKE` in the file gives it a fault: `die` ends at once, `mute` never answers, `stubborn` does not end when asked to, `barred` says that its
/// provider cannot be used, `unsigned` that a person has to sign in, `lacking` that of three members the first and the last have no key. With a verb it says
/// what it was given, and ends with 7.
class FakeProxy {
  public static void main(String[] args) throws Exception {
    if (args[0].matches("[a-z][a-z-]*")) {
      System.out.println(String.join("|", args) + " in " + Path.of("").toAbsolutePath() + " with " + System.getProperty("fake.option", "no options"));
      System.exit(7);
    }
    var file = Path.of(args[args.length - 1]);
    var settings = read(file);
    var fault = settings.getOrDefault("FAKE", "");
    if (fault.equals("die")) {
      System.err.println("error: " + file + " line 1: no good");
      System.exit(2);
    }
    if (fault.equals("stubborn")) {
      Runtime.getRuntime().addShutdownHook(new Thread(FakeProxy::forever));
    }
    try (var server = new ServerSocket(Integer.parseInt(settings.get("PORT")), 50, InetAddress.getByName(settings.getOrDefault("HOST", "127.0.0.1")))) {
      System.out.println("listening with " + System.getProperty("fake.option", "no options"));
      if (fault.equals("mute")) {
        forever();
      }
      while (true) {
        answer(server, health(file, settings));
      }
    }
  }

  private static Map<String, String> read(Path file) throws IOException {
    var settings = new HashMap<String, String>();
    for (var line : Files.readAllLines(file)) {
      var cut = line.replace("export ", "").split("=", 2);
      if (cut.length == 2 && !cut[1].isBlank()) {
        settings.put(cut[0].strip(), cut[1].replaceAll("#.*|[\"'\\s]", ""));
      }
    }
    return settings;
  }

  private static String health(Path file, Map<String, String> settings) {
    var missing = settings.containsKey("OPENAI_API_KEY") || settings.containsKey("CHAIN") ? "null" : "\"OPENAI_API_KEY in " + file + "\"";
    var obstacle = switch (settings.getOrDefault("FAKE", "")) {
      case "barred" -> ",\"obstacle\":\"it wants a sign-in\"";
      case "unsigned" -> ",\"obstacle\":\"it is not signed in (nobody has): run java -jar proxy.jar auth login glm\"";
      default -> "";
    };
    var members = settings.getOrDefault("FAKE", "").equals("lacking") ? "\"providers\":[" + member("one", "unconfigured") + "," + member("two", "healthy")
        + "," + member("three", "unconfigured") + "]," : "";
    return "{\"status\":\"healthy\"," + members + "\"missing_setting\":" + missing + obstacle + "}";
  }

  private static String member(String name, String state) {
    return "{\"name\":\"" + name + "\",\"state\":\"" + state + "\",\"reason\":null}";
  }

  private static void answer(ServerSocket server, String body) throws IOException {
    try (var client = server.accept()) {
      var in = client.getInputStream();
      for (int newlines = 0, next; newlines < 2 && (next = in.read()) >= 0; ) {
        newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
      }
      var head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
      client.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    } catch (IOException left) {
      // A client that left is no matter.
    }
  }

  private static void forever() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }
}
