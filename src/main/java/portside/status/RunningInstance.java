package portside.status;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.provider.settings.InstanceSettings;
import portside.wire.Json;

/// An instance that runs on this machine, as it tells of itself in `data/run`.
///
/// @param name of the instance
/// @param pid of its process
/// @param start when that process began, in milliseconds since 1970; 0 where the system does not say
/// @param host it listens on
/// @param port that is open
/// @param envFile its settings come from, or `the environment`
/// @param version of the program
/// @param token opens what is the operator's, for programs of the same user
/// @param since when the port was opened
public record RunningInstance(String name, long pid, long start, String host, int port, String envFile, String version, String token, Instant since) {
  /// The address at which a program on this machine reaches it.
  public String url() {
    return new InstanceSettings.Listen(host, port).url(port);
  }

  JsonObject json() {
    return Json.BUILD.createObjectBuilder().add("name", name).add("pid", pid).add("start", start).add("host", host).add("port", port)
        .add("env_file", envFile).add("version", version).add("token", token).add("since", since.toString()).build();
  }

  /// What a file says; empty when part of it is missing.
  static Optional<RunningInstance> of(JsonObject json) {
    var name = Json.string(json, "name");
    var host = Json.string(json, "host");
    var token = Json.string(json, "token");
    var since = time(Json.string(json, "since"));
    var port = number(json, "port");
    if (name == null || host == null || token == null || since == null || port < 1 || port > 65_535) {
      return Optional.empty();
    }
    return Optional.of(new RunningInstance(name, number(json, "pid"), number(json, "start"), host, (int) port, text(json, "env_file"), text(json, "version"),
        token, since));
  }

  private static String text(JsonObject json, String name) {
    var text = Json.string(json, name);
    return text == null ? "" : text;
  }

  private static long number(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /// Shows everything but the token.
  @Override
  public String toString() {
    return name + " at " + url() + ", process " + pid;
  }
}
