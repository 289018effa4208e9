package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Another proxy that takes Anthropic requests, from npm, measured beside ours. A further one is a row of the table here and a name in
/// `bench/run`.
///
/// @param name as `bench/run --peer` takes it
/// @param npmPackage what npm calls it
/// @param version the release that the other columns fit
/// @param program what Node runs, inside the package
/// @param words behind the program, so that it serves in the foreground
/// @param configFile inside the home folder it runs in
/// @param config what stands there; `{port}` is its own, `{provider}` the provider's
/// @param model what a request calls the provider's model `{model}`
/// @param health a path that is answered with 200 as soon as it serves
record Peer(
    String name,
    String npmPackage,
    String version,
    String program,
    List<String> words,
    String configFile,
    String config,
    String model,
    String health) {
  private static final List<Peer> TABLE =
      List.of(
          new Peer(
              "claude-code-router",
              "@musistudio/claude-code-router",
              "2.0.0",
              "dist/cli.js",
              List.of("start"),
              ".claude-code-router/config.json",
              """
              {
                "HOST": "127.0.0.1",
                "PORT": {port},
                "LOG": false,
                "NON_INTERACTIVE_MODE": true,
                "Providers": [
                  {
                    "name": "bench",
                    "api_base_url": "http://127.0.0.1:{provider}/v1/chat/completions",
                    "api_key": "bench-key",
                    "models": ["once"]
                  }
                ],
                "Router": {"default": "bench,once"}
              }
              """,
              "bench,{model}",
              "/health"));

  static Peer named(String name) {
    return TABLE.stream().filter(peer -> peer.name.equals(name)).findFirst().orElseThrow();
  }

  String modelFor(String script) {
    return model.replace("{model}", script);
  }

  /// Fetches the package below the work folder, unless this release lies there whole. None of its install scripts run.
  ///
  /// @throws IOException also when npm or Node does not do
  void install(Place place) throws IOException, InterruptedException {
    // npm writes this file last.
    if (Files.exists(folder(place).resolve("node_modules/.package-lock.json"))) {
      return;
    }
    System.err.printf("fetching %s %s%n", name, version);
    Files.createDirectories(folder(place));
    var options = List.of("--ignore-scripts", "--engine-strict", "--no-audit", "--no-fund", "--loglevel=error");
    var command = new ArrayList<>(List.of("npm", "install", "--prefix", folder(place).toString()));
    command.addAll(options);
    command.add(npmPackage + "@" + version);
    var npm = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT);
    if (npm.start().waitFor() != 0) {
      throw new IOException("npm cannot install %s %s; its words are above".formatted(name, version));
    }
  }

  /// Launches it in a home of its own that holds nothing but its configuration, and does not wait for it.
  Launched launch(Place place, int provider) throws IOException {
    var port = Launched.freePort();
    var home = Files.createTempDirectory(Files.createDirectories(place.work().resolve("homes")), name);
    var file = home.resolve(configFile);
    Files.createDirectories(file.getParent());
    Files.writeString(file, config.replace("{port}", "" + port).replace("{provider}", "" + provider));
    var command = new ArrayList<>(List.of("node", folder(place).resolve("node_modules").resolve(npmPackage).resolve(program).toString()));
    command.addAll(words);
    return Launched.start(place.work().resolve(name + ".log"), port, home, command, Optional.of(home));
  }

  private Path folder(Place place) {
    return place.work().resolve("peers").resolve(name + "-" + version);
  }
}
