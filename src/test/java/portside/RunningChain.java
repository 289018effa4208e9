package portside;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import portside.counting.CalibrationFile;
import portside.exchange.watch.WatchdogTicker;
import portside.provider.settings.Settings;
import portside.routing.RoutingFile;
import portside.routing.Standings;
import portside.wire.Scope;

/// A chain on a free port, started from env files like any other. Its members are `a`, `b`, `c` …, each in front of a scripted provider, with the models
/// `a-big`, `a-mid`, `a-small` and the key `ka`. Time passes only when the test says so, but for pauses before a repetition and the limits of calls.
public final class RunningChain implements AutoCloseable {
  /// A member's env file.
  ///
  /// @param upstream its base URL
  /// @param lines in place of the usual ones of the same keys, or beside them
  public record Member(String name, URI upstream, String... lines) {}

  /// An answer as the client got it.
  public record Answer(int status, Map<String, String> headers, String body) {
    private static final Pattern TEXT = Pattern.compile("\"text\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    /// The text of the message.
    public String text() {
      return TEXT.matcher(body).results().map(found -> found.group(1)).collect(Collectors.joining());
    }

    /// A header, empty when there is none.
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /// How often that stands in the body.
    public int times(String words) {
      return body.split(Pattern.quote(words), -1).length - 1;
    }
  }

  private final Path folder;
  private final Instance instance;
  private final FakeTicker time;
  private final FakeClock clock;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningChain(Path folder, Instance instance, FakeTicker time, FakeClock clock) {
    this.folder = folder;
    this.instance = instance;
    this.time = time;
    this.clock = clock;
  }

  /// Starts one.
  ///
  /// @param lines of the chain's file, in place of the usual ones of the same keys, or beside them
  public static RunningChain of(List<Member> members, String... lines) throws Exception {
    return in(Files.createTempDirectory("chain"), new FakeTicker(), new FakeClock(), members, lines);
  }

  /// The same in a folder that an earlier one may have left, at a time that goes on.
  public static RunningChain in(Path folder, FakeTicker time, FakeClock clock, List<Member> members, String... lines) throws Exception {
    write(folder, members, lines);
    Reload.Source source = () -> Settings.load(Optional.of(folder.resolve(".env-chain").toString()), Map.of());
    var kept = new Storage(CalibrationFile.none(), new RoutingFile(folder.resolve("data"), "chain"), Optional.empty(), Optional.empty());
    var usual = WatchdogTicker.Timeouts.USUAL;
    var timeouts = new WatchdogTicker.Timeouts(Duration.ofMillis(5), usual.watch(), usual.ping(), usual.settle(), usual.send());
    var timing = new Instance.Timing(timeouts, Duration.ofSeconds(30), Duration.ofSeconds(1), time, clock);
    return new RunningChain(folder, Instance.start(source.read(), source, "test", timing, kept), time, clock);
  }

  /// Writes, or rewrites, all its files.
  static void write(Path folder, List<Member> members, String... lines) throws IOException {
    for (var member : members) {
      write(folder, member);
    }
    var names = members.stream().map(Member::name).collect(Collectors.joining(","));
    Files.writeString(folder.resolve(".env-chain"), env(List.of("CHAIN=" + names, "PORT=0", "LOG_LEVEL=WARN", "BREAKER_RECOVERY=300ms", "STICKY=0"), lines));
  }

  /// Writes, or rewrites, a member's file.
  static void write(Path folder, Member member) throws IOException {
    var name = member.name();
    Files.writeString(folder.resolve(".env-" + name), env(List.of("OPENAI_BASE_URL=" + member.upstream(), "BIG_MODEL=" + name + "-big",
        "MIDDLE_MODEL=" + name + "-mid", "SMALL_MODEL=" + name + "-small", "OPENAI_API_KEY=k" + name, "MAX_RETRIES=0"), member.lines()));
  }

  private static String env(List<String> usual, String... own) {
    var lines = new ArrayList<>(usual);
    for (var line : own) {
      var key = line.substring(0, line.indexOf('=') + 1);
      lines.removeIf(other -> other.startsWith(key));
      lines.add(line);
    }
    return String.join("\n", lines) + "\n";
  }

  /// Where its files are.
  public Path folder() {
    return folder;
  }

  /// Its port.
  public int port() {
    return instance.port();
  }

  /// Lets time pass, by all clocks.
  public void pass(Duration length) {
    time.pass(length);
    clock.pass(length);
  }

  /// What the clock on the wall says.
  public FakeClock clock() {
    return clock;
  }

  /// Asks for opus, streamed, in a conversation of its own.
  public Answer ask(String... headers) throws Exception {
    return askFor(body("claude-opus-5-5", "hello"), headers);
  }

  /// Asks in a conversation of that name.
  public Answer askIn(String session, String... headers) throws Exception {
    var all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("x-claude-code-session-id", session));
    return askFor(body("claude-opus-5-5", "hello"), all.toArray(String[]::new));
  }

  /// Asks with a body, in a conversation of its own unless the headers name one.
  public Answer askFor(String body, String... headers) throws Exception {
    var named = List.of(headers).contains("x-claude-code-session-id");
    var all = new ArrayList<>(List.of(headers));
    if (!named) {
      all.addAll(List.of("x-claude-code-session-id", UUID.randomUUID().toString()));
    }
    return send("POST", "/v1/messages?beta=true", body, all.toArray(String[]::new));
  }

  /// A request body, streamed.
  public static String body(String model, String prompt) {
    return "{\"model\":\"" + model + "\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
  }

  /// Asks as [#ask] does and returns with the head of the answer, so that its stream can be read while it comes.
  public HttpResponse<InputStream> begin() throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/v1/messages?beta=true")).timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(body("claude-opus-5-5", "hello"))).header("x-claude-code-session-id", UUID.randomUUID().toString());
    return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  /// How a scope of a member stands; nothing is known of one that never failed.
  ///
  /// @param key its place in the member's file, from 1; means nothing for a scope without a key, as the model does for one without a model
  Optional<Standings.Seen> seen(Scope scope, String member, int key, String model) {
    var provider = instance.routes().current().chain().member(member).orElseThrow();
    var digest = provider.destination().credentials().get(key - 1).digest();
    return instance.routes().routing().standings().seen().stream().filter(seen -> seen.scope().scope() == scope)
        .filter(seen -> seen.scope().address().equals(provider.site()) && isOrNone(seen.scope().member(), member)
            && isOrNone(seen.scope().key(), digest) && isOrNone(seen.scope().model(), model))
        .findFirst();
  }

  private static boolean isOrNone(String found, String wanted) {
    return found.isEmpty() || found.equals(wanted);
  }

  /// Sends any request.
  public Answer send(String method, String path, String body, String... headers) throws Exception {
    var publisher = body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).timeout(Duration.ofSeconds(20)).method(method, publisher);
    if (headers.length > 0) {
      request.headers(headers);
    }
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    var all = response.headers().map().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, header -> header.getValue().getFirst()));
    return new Answer(response.statusCode(), all, response.body());
  }

  /// Gets something.
  public Answer get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  Instance instance() {
    return instance;
  }

  @Override
  public void close() {
    http.close();
    instance.close();
  }
}
