package portside;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import portside.console.Surroundings;
import portside.console.Verbs;
import portside.demo.DemoProvider;

/// The training run behind the AOT cache: starts the whole proxy before a provider that is reached over HTTP, has it serve what Claude Code sends, and exits.
/// What is loaded, linked and run often here is ready at once in every later start, and takes memory in each; TLS and metrics are left out, they cost
/// 6 MB. Speaks HTTP over plain sockets, to leave no client of its own in the cache. The provider is the demo, under an address as any other's: with `demo:`
/// much of what real instances do when they start would not be met.
final class AotTrainingRun {
  /// Enough for the profiles of the methods on a request's way.
  private static final int ROUNDS = 40;

  private static final String MODEL = "\"model\":\"claude-sonnet-5-5\"";
  private static final String TOOLS = """
      "tools":[{"name":"Bash","description":"Runs a command","input_schema":{\
      "$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",\
      "properties":{"command":{"type":"string","description":"The command"},"timeout":{"type":"number","exclusiveMinimum":0}},\
      "required":["command"],"additionalProperties":false}},\
      {"name":"Read","description":"Reads a file","input_schema":{\
      "type":"object","properties":{"file_path":{"type":"string"}},"required":["file_path"]}}]""";
  private static final String SYSTEM = """
      "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.0.abc;"},\
      {"type":"text","text":"You are a careful assistant.","cache_control":{"type":"ephemeral"}}]""";
  private static final String ORDER = """
      {"role":"user","content":[{"type":"text","text":"<system-reminder>Be brief.</system-reminder>"},\
      {"type":"text","text":"think, then run echo hello and read README.md"}]}""";
  private static final String RESULTS = """
      {"role":"assistant","content":[{"type":"thinking","thinking":"Both at once.","signature":""},{"type":"text","text":"I will."},\
      {"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"echo hello"}},\
      {"type":"tool_use","id":"toolu_2","name":"Read","input":{"file_path":"README.md"}}]},\
      {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"hello"},\
      {"type":"tool_result","tool_use_id":"toolu_2","content":[{"type":"text","text":"# Title"},\
      {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}],"is_error":false}]},\
      {"role":"system","content":"The date has changed."}""";

  private final int port;

  private AotTrainingRun(int port) {
    this.port = port;
  }

  public static void main(String[] args) throws Exception {
    System.setProperty("portside.demo.pace", "0");
    var folder = Files.createTempDirectory("rehearsal");
    System.setProperty("portside.data", folder.toString());
    var env = folder.resolve(".env-rehearsal");
    try (var provider = DemoProvider.start()) {
      Files.writeString(env, "OPENAI_BASE_URL=" + provider.baseUrl() + "\nOPENAI_API_KEY=demo\nBIG_MODEL=demo-big\nMIDDLE_MODEL=demo-middle\nSMALL_MODEL=demo-small\n");
      new AotTrainingRun(start(env)).run();
      Verbs.run(new String[] {"usage"}, Surroundings.here());
      Verbs.run(new String[] {"top", "--once"}, Surroundings.here());
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

  private void run() throws IOException {
    for (var path : List.of("/", "/health", "/v1/models", "/nowhere")) {
      exchange("GET", path, "");
    }
    for (var round = 0; round < ROUNDS; round++) {
      for (var stream : List.of("true", "false")) {
        exchange("POST", "/v1/messages?beta=true", request(stream, ORDER));
        exchange("POST", "/v1/messages?beta=true", request(stream, ORDER + "," + RESULTS));
      }
      exchange("GET", "/health", "");
    }
    var counted = "{" + MODEL + "," + SYSTEM + "," + TOOLS + ",\"messages\":[" + ORDER + "," + RESULTS + "]}";
    exchange("POST", "/v1/messages/count_tokens?beta=true", counted);
    exchange("POST", "/v1/messages", "{" + MODEL + ",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"demo: fail 429\"}]}");
    exchange("POST", "/v1/messages", "{}");
  }

  private static String request(String stream, String messages) {
    return "{" + MODEL + ",\"max_tokens\":32000,\"stream\":" + stream
        + ",\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"medium\"},"
        + "\"metadata\":{\"user_id\":\"rehearsal\"}," + SYSTEM + "," + TOOLS + ",\"messages\":[" + messages + "]}";
  }

  private void exchange(String method, String target, String body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      var utf8 = body.getBytes(StandardCharsets.UTF_8);
      var head = method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nx-api-key: rehearsal\r\nanthropic-version: 2023-06-01\r\n"
          + "content-type: application/json\r\naccept: application/json\r\ncontent-length: " + utf8.length + "\r\nconnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(utf8);
      System.out.println(method + " " + target + ": " + answer(socket.getInputStream()));
    }
  }

  /// Reads one answer to its end, which need not be the end of the connection, and tells its status and length.
  private static String answer(InputStream in) throws IOException {
    var status = line(in);
    var length = 0;
    var chunked = false;
    for (var header = line(in).toLowerCase(Locale.ROOT); !header.isEmpty(); header = line(in).toLowerCase(Locale.ROOT)) {
      length = header.startsWith("content-length: ") ? Integer.parseInt(header.substring(16)) : length;
      chunked |= header.equals("transfer-encoding: chunked");
    }
    var read = in.readNBytes(length).length;
    for (var chunk = chunked ? Integer.parseInt(line(in), 16) : 0; chunk > 0; chunk = Integer.parseInt(line(in), 16)) {
      read += in.readNBytes(chunk).length;
      line(in);
    }
    return status + ", " + read + " bytes";
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the proxy hung up after: " + line);
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }
}
