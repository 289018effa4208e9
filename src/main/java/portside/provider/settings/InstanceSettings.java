package portside.provider.settings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import portside.provider.SearchBackend;
import portside.provider.Secret;

/// What an env file says of the process itself, checked; what it says of the provider is a [portside.provider.Provider].
///
/// @param name from the file name: `.env-glm` is `glm`
/// @param source the file as it was found, such as `env/.env-glm`, or `the environment`
/// @param listen where this process serves
/// @param clientKeys keys a client must show; empty for none
/// @param bodyBytes the largest request body
/// @param logLevel TRACE, DEBUG, INFO, WARN or ERROR
/// @param webSearch searches the web where the provider itself does not
/// @param journal what is recorded of requests
/// @param operatorKey opens what is for the operator alone; empty when only this machine may see it
/// @param log how the log is written, and whether whole requests are recorded
public record InstanceSettings(
    String name, String source, Listen listen, List<Secret> clientKeys, long bodyBytes, String logLevel, Optional<SearchBackend> webSearch, Journal journal,
    Optional<Secret> operatorKey, Log log) {

  /// One whose log is as usual.
  public InstanceSettings(
      String name, String source, Listen listen, List<Secret> clientKeys, long bodyBytes, String logLevel, Optional<SearchBackend> webSearch, Journal journal,
      Optional<Secret> operatorKey) {
    this(name, source, listen, clientKeys, bodyBytes, logLevel, webSearch, journal, operatorKey, Log.USUAL);
  }

  /// @param format how each line is written
  /// @param requests of which requests everything is recorded, text included
  /// @param megabytes how much of them is kept
  /// @param days how long
  public record Log(LogFormat format, LogRequests requests, int megabytes, int days) {
    /// Where no setting says otherwise.
    public static final Log USUAL = new Log(LogFormat.TEXT, LogRequests.OFF, 200, 3);
  }

  /// How a line of the log is written.
  public enum LogFormat {
    TEXT,
    JSON
  }

  /// The requests of which everything is recorded.
  public enum LogRequests {
    OFF,
    /// Those that end with an error.
    ERRORS,
    ALL
  }

  /// @param on whether requests are recorded
  /// @param days how long
  /// @param sync whether each answer waits until it is recorded on the disk
  /// @param project what names the project of a request
  public record Journal(boolean on, int days, boolean sync, Project project) {
    /// Where no setting says otherwise.
    public static final Journal USUAL = new Journal(true, 90, false, Project.FOLDER);
  }

  /// What names the project of a request: the last name of its folder unless the client says, what the client says, or nothing.
  public enum Project {
    FOLDER,
    HEADER,
    OFF
  }

  /// @param host address to bind
  /// @param port 0 for any free one
  public record Listen(String host, int port) {
    private static final Set<String> EVERY_IPV4 = Set.of("0.0.0.0", "0");
    private static final Set<String> EVERY_ADDRESS = Set.of("::", "0:0:0:0:0:0:0:0");

    /// Whether other addresses of this machine are served too.
    public boolean everywhere() {
      return EVERY_IPV4.contains(bare()) || EVERY_ADDRESS.contains(bare());
    }

    /// What a client on this machine puts into `ANTHROPIC_BASE_URL`.
    ///
    /// @param open the port that is open
    public String url(int open) {
      var reached = EVERY_IPV4.contains(bare()) ? "127.0.0.1" : EVERY_ADDRESS.contains(bare()) ? "::1" : bare();
      return "http://" + new Listen(reached, open).authority(open);
    }

    /// Host and port as they stand in a URL.
    public String authority(int open) {
      return (bare().contains(":") ? "[" + bare() + "]" : bare()) + ":" + open;
    }

    private String bare() {
      return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
  }
}
