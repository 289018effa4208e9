package portside.provider.settings;

import java.math.BigDecimal;
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
/// @param budgets how much may be used in a time
public record InstanceSettings(
    String name, String source, Listen listen, List<Secret> clientKeys, long bodyBytes, String logLevel, Optional<SearchBackend> webSearch, Journal journal,
    Optional<Secret> operatorKey, Log log, Budgets budgets) {

  /// One whose log is as usual, and that has no budget.
  public InstanceSettings(
      String name, String source, Listen listen, List<Secret> clientKeys, long bodyBytes, String logLevel, Optional<SearchBackend> webSearch, Journal journal,
      Optional<Secret> operatorKey) {
    this(name, source, listen, clientKeys, bodyBytes, logLevel, webSearch, journal, operatorKey, Log.USUAL, Budgets.NONE);
  }

  /// @param format how each line is written
  /// @param requests of which requests everything is recorded, text included
  /// @param megabytes how much of them is kept
  /// @param days how long
  public record Log(LogFormat format, LogRequests requests, int megabytes, int days) {
    /// Where no setting says otherwise.
    public static final Log USUAL = new Log(LogFormat.TEXT, LogRequests.OFF, 200, 3);
  }

  /// @param all budgets, the shortest first
  /// @param action what happens when one is used up
  /// @param warnPercent the part of a budget from which the operator is warned, from 1 to 100
  /// @param alert is told of it; the address may hold a secret
  public record Budgets(List<Budget> all, BudgetAction action, int warnPercent, Optional<Secret> alert) {
    /// Where no setting says otherwise.
    public static final Budgets NONE = new Budgets(List.of(), BudgetAction.WARN, 80, Optional.empty());

    /// Keeps a copy of the list.
    public Budgets {
      all = List.copyOf(all);
    }
  }

  /// @param setting that says so
  /// @param amount that may be used in the time; more than 0
  /// @param unit a currency as in ISO 4217, `tokens`, or empty for the currency of the prices
  public record Budget(String setting, BudgetWindow window, BigDecimal amount, String unit) {
    /// The unit of what is counted in tokens.
    public static final String TOKENS = "tokens";
  }

  /// Times by the calendar of this machine.
  public enum BudgetWindow {
    DAY,
    /// From Monday.
    WEEK,
    MONTH
  }

  /// What happens when a budget is used up: the operator is warned, or new requests are refused too.
  public enum BudgetAction {
    WARN,
    STOP
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
  /// @param database that gets the journal too, `postgresql://user:password@host/database`; empty for none
  public record Journal(boolean on, int days, boolean sync, Project project, Optional<Secret> database) {
    /// Where no setting says otherwise.
    public static final Journal USUAL = new Journal(true, 90, false, Project.FOLDER, Optional.empty());
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
