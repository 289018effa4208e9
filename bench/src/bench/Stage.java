package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// The fake provider, nginx, the proxy and a peer, side by side; all share the machine's cores.
final class Stage implements AutoCloseable {
  private static final String NGINX_CONF =
      """
      daemon off;
      worker_processes auto;
      worker_rlimit_nofile 20000;
      pid nginx.pid;
      error_log nginx.log warn;
      events { worker_connections 16384; }
      http {
        access_log off;
        tcp_nodelay on;
        keepalive_requests 1000000;
        client_max_body_size 64m;
        client_body_buffer_size 2m;
        client_body_temp_path temp;
        proxy_temp_path temp;
        fastcgi_temp_path temp;
        uwsgi_temp_path temp;
        scgi_temp_path temp;
        upstream provider {
          server 127.0.0.1:%d;
          keepalive 1024;
          keepalive_requests 1000000;
        }
        server {
          listen 127.0.0.1:%d backlog=4096;
          location / {
            proxy_pass http://provider;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering off;
            proxy_read_timeout 300s;
          }
        }
      }
      """;

  private final Place place;
  private final List<Launched> started = new CopyOnWriteArrayList<>();
  private final Launched provider;
  private final Map<Route, Launched> running = new EnumMap<>(Route.class);

  Stage(Place place) throws IOException {
    this.place = place;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    provider = startProvider();
  }

  Place place() {
    return place;
  }

  /// Those that can be measured in this run, in a fixed order.
  List<Route> routes() {
    return Stream.of(Route.values()).filter(this::has).toList();
  }

  /// The same without the provider itself.
  List<Route> between() {
    return routes().stream().filter(route -> route != Route.DIRECT).toList();
  }

  boolean has(Route route) {
    return switch (route) {
      case DIRECT, NGINX -> true;
      case PROXY -> place.withProxy();
      case PEER -> place.peer().isPresent();
    };
  }

  List<Row.Column> columns() {
    return routes().stream().map(route -> new Row.Column(route, title(route))).toList();
  }

  /// A whole HTTP request for a stream that `script` shapes, about `bytes` of body.
  byte[] request(Route route, String script, int bytes) {
    return route.request(route == Route.PEER ? peer().modelFor(script) : script, bytes);
  }

  int port(Route route) throws IOException {
    return launched(route).port();
  }

  ProcessGauge gauge(Route route) throws IOException {
    return launched(route).gauge();
  }

  /// What stands between as it is right after its start; the one before it ends. The provider itself stays as it is.
  Launched fresh(Route route) throws IOException {
    var before = running.remove(route);
    if (before != null) {
      before.close();
    }
    var launched =
        switch (route) {
          case DIRECT -> provider;
          case NGINX -> startNginx();
          case PROXY -> launchProxy(place.java(), place.options().stream().toList());
          case PEER -> launchPeer();
        };
    if (route != Route.DIRECT) {
      running.put(route, launched);
    }
    return launched;
  }

  /// Launches a proxy as the supervisor does and waits until it serves. The caller ends it.
  Launched launchProxy(String java, List<String> options) throws IOException {
    return launchProxy("bench", place.data(), java, options);
  }

  /// Launches one with these lines in its env file too, whose journal and whatever else it keeps is in a folder of its own. The caller ends it.
  Launched launchProxy(String name, Path data, String... lines) throws IOException {
    return launchProxy(name, data, place.java(), place.options().stream().toList(), lines);
  }

  private Launched launchProxy(String name, Path data, String java, List<String> options, String... lines) throws IOException {
    var port = Launched.freePort();
    var env = place.work().resolve(".env-" + name);
    Files.writeString(
        env,
        """
        OPENAI_API_KEY=bench-key
        OPENAI_BASE_URL=http://127.0.0.1:%d/v1
        BIG_MODEL=once
        MIDDLE_MODEL=once
        SMALL_MODEL=once
        HOST=127.0.0.1
        PORT=%d
        %s
        """
            .formatted(provider.port(), port, String.join("\n", lines)));
    return launchProxy("proxy.log", data, env, port, java, options);
  }

  /// Launches a chain of as many members, all in front of the fake provider. The caller ends it.
  ///
  /// @param bigModels each member's model for opus, as a script
  /// @param otherModel for everything else
  Launched launchChain(List<String> bigModels, String otherModel) throws IOException {
    var port = Launched.freePort();
    var name = "bench-chain-" + port;
    var members = new ArrayList<String>();
    for (var bigModel : bigModels) {
      var member = name + "-" + (members.size() + 1);
      Files.writeString(
          place.work().resolve(".env-" + member),
          "OPENAI_API_KEY=key\nOPENAI_BASE_URL=http://127.0.0.1:%d/v1\nBIG_MODEL=%s\nMIDDLE_MODEL=%s\nSMALL_MODEL=%s\n"
              .formatted(provider.port(), bigModel, otherModel, otherModel));
      members.add(member);
    }
    var env = place.work().resolve(".env-" + name);
    // a member that fails is asked all the same
    Files.writeString(env, "CHAIN=%s\nHOST=127.0.0.1\nPORT=%d\nBREAKER_FAILURES=0\nLOG_LEVEL=ERROR\n".formatted(String.join(",", members), port));
    return launchProxy(name + ".log", place.data(), env, port, place.java(), place.options().stream().toList());
  }

  private Launched launchProxy(String log, Path data, Path env, int port, String java, List<String> options) throws IOException {
    var command = new ArrayList<>(List.of(java));
    command.addAll(options);
    command.addAll(List.of("-Dportside.data=" + data, "-jar", "proxy.jar", "--env", env.toString()));
    return start(log, port, place.root(), command).awaitHealth("/health");
  }

  /// Launches the peer and waits until it serves. The caller ends it.
  Launched launchPeer() throws IOException {
    var launched = peer().launch(place, provider.port());
    started.add(launched);
    return launched.awaitHealth(peer().health());
  }

  @Override
  public void close() {
    started.reversed().forEach(Launched::close);
  }

  private Launched launched(Route route) throws IOException {
    var launched = route == Route.DIRECT ? provider : running.get(route);
    return launched == null ? fresh(route) : launched;
  }

  private Peer peer() {
    return place.peer().orElseThrow();
  }

  private String title(Route route) {
    return route == Route.PEER ? peer().name() : route.title();
  }

  private Launched startProvider() throws IOException {
    var port = Launched.freePort();
    var classes = place.work().resolve("classes").toString();
    var command = List.of(place.java(), "-XX:+UseSerialGC", "-Xms256m", "-Xmx512m", "-cp", classes, "bench.FakeProvider", "" + port);
    return start("provider.log", port, place.work(), command).awaitHealth("/v1/models");
  }

  private Launched startNginx() throws IOException {
    var port = Launched.freePort();
    Files.createDirectories(place.work().resolve("temp"));
    Files.writeString(place.work().resolve("nginx.conf"), NGINX_CONF.formatted(provider.port(), port));
    var command = List.of(place.nginx(), "-p", place.work().toString(), "-e", "nginx.log", "-c", "nginx.conf");
    return start("nginx.out", port, place.work(), command).awaitHealth("/v1/models");
  }

  private Launched start(String log, int port, Path folder, List<String> command) throws IOException {
    var launched = Launched.start(place.work().resolve(log), port, folder, command);
    started.add(launched);
    return launched;
  }
}
