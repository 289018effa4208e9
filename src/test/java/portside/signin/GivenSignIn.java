package portside.signin;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import portside.FakeClock;
import portside.FakeTicker;
import portside.provider.Chain;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Dialects;
import portside.provider.Endpoint;
import portside.provider.KeyRules;
import portside.provider.NoToken;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.provider.Timeouts;
import portside.provider.TokenOrigin;
import portside.provider.TokenSource;
import portside.upstream.DeadlineTicker;
import portside.upstream.HelidonUpstream;

/// A server that signs persons in as a test says, and one that asks it. Time passes only by pauses and when the test says so.
public final class GivenSignIn extends Dispatcher implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final DeadlineTicker DEADLINES = DeadlineTicker.started();

  final MockWebServer server = new MockWebServer();
  final FakeClock clock = new FakeClock();
  final FakeTicker time = new FakeTicker();
  /// What was paused, in seconds.
  final List<Long> pauses = new CopyOnWriteArrayList<>();
  /// The requests that came, as `GET /path`, and their bodies.
  public final List<String> asked = new CopyOnWriteArrayList<>();
  public final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  /// Where the person was sent.
  final List<String> pages = new CopyOnWriteArrayList<>();

  private final Map<String, Deque<MockResponse>> answers = new HashMap<>();
  private final Path folder;

  /// @param folder of the store
  public GivenSignIn(Path folder) throws Exception {
    this.folder = folder;
    server.setDispatcher(this);
    server.start();
  }

  /// The next request for a path is answered so; the last answer stays.
  public synchronized GivenSignIn on(String path, int status, String body, String... headers) {
    var answer = new MockResponse.Builder().code(status).body(body).addHeader("content-type", "application/json");
    for (var header : headers) {
      answer.addHeader(header);
    }
    answers.computeIfAbsent(path, _ -> new ArrayDeque<>()).add(answer.build());
    return this;
  }

  /// The head of the answer comes so much later.
  GivenSignIn onSlowly(String path, String body, int millis) {
    var answer = new MockResponse.Builder().body(body).headersDelay(millis, TimeUnit.MILLISECONDS).build();
    synchronized (this) {
      answers.computeIfAbsent(path, _ -> new ArrayDeque<>()).add(answer);
    }
    return this;
  }

  /// What was to be answered for a path is forgotten.
  public synchronized GivenSignIn anew(String path) {
    answers.remove(path);
    return this;
  }

  /// The same with status 200.
  public GivenSignIn on(String path, String body) {
    return on(path, 200, body);
  }

  @Override
  public synchronized MockResponse dispatch(RecordedRequest request) {
    var path = request.getUrl().encodedPath();
    asked.add(request.getMethod() + " " + path);
    requests.add(request);
    var queue = answers.get(path);
    return queue == null ? new MockResponse.Builder().code(404).build() : queue.size() > 1 ? queue.poll() : queue.peek();
  }

  /// Its address.
  public URI site() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /// The store of all processes.
  public TokenStore store() {
    return new TokenStore(folder);
  }

  /// Another process of the same person, as far as memory goes.
  Tokens tokens() {
    return new Tokens(store(), to -> new HelidonUpstream(to, "test", DEADLINES), clock, time, length -> {
      pauses.add(length.toSeconds());
      clock.pass(length);
    });
  }

  Destination gitHub() {
    return destination(new TokenOrigin.GitHubSignIn("client-1", "default", site()));
  }

  Destination google() {
    return destination(new TokenOrigin.GoogleSignIn("client-1", new Secret("client-secret-1"), "default", Optional.of(site())));
  }

  static Destination destination(TokenOrigin origin) {
    var limits = new Timeouts(LIMIT, LIMIT, LIMIT);
    return new Destination("it", new Endpoint(URI.create("http://127.0.0.1:1/v1"), Optional.empty(), "OPENAI_BASE_URL"), List.of(new Credential.Token(origin)),
        Map.of(), limits, Optional.empty(), List.of());
  }

  /// Keeps an entry as if somebody had signed in.
  void keep(SignIn signIn, SignInEntry entry) throws Exception {
    keep(signIn.name(), entry);
  }

  /// The same for an application, with what lasts of the sign-in.
  public void keep(String name, String clientId, String lasting) throws Exception {
    keep(name, SignInEntry.of(site(), clientId, new Secret(lasting)));
  }

  private void keep(String name, SignInEntry entry) throws Exception {
    var store = store();
    store.locked(name, () -> {
      store.write(name, entry);
      return entry;
    });
  }

  /// What a request would be authorised with, or why with nothing.
  static String token(Tokens tokens, Destination destination) {
    var source = source(tokens, destination);
    try (var one = source.ask()) {
      return one.await().orElseThrow().reveal();
    } catch (NoToken none) {
      return none.missing().mend() + " " + none.missing().why();
    }
  }

  static TokenSource source(Tokens tokens, Destination destination) {
    var sources = new ArrayList<TokenSource>();
    var _ = tokens.of(Chain.of(provider(destination))).first().destination().token().map(token -> sources.add(token.source()));
    return sources.getFirst();
  }

  private static Provider provider(Destination destination) {
    return new Provider(destination, "a test", new Provider.Models("b", "m", "s"), new Dialects(),
        new Provider.Limits(0, 0), KeyRules.USUAL, 0, Provider.Billing.LISTED);
  }

  /// A person that notes where to go.
  Person person() {
    return (page, code, within) -> pages.add(page + " " + code.orElse("-") + " " + within.toSeconds());
  }

  @Override
  public void close() {
    server.close();
  }
}
