package portside.provider;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One provider as its env file describes it, checked; everything a process may rely on.
///
/// @param name of the instance, from the file name: `.env-glm` is `glm`
/// @param source the file as the person named it, or `environment`
/// @param baseUrl without a trailing slash; `demo:` for the provider inside the process
/// @param apiKey empty when the file has none yet; requests are then answered with [#missingKey()]
/// @param models the three names the Claude families become
/// @param dialect the row that applies to a model of this provider
/// @param headers sent with every request to the provider, from `CUSTOM_HEADER_*`, in order
/// @param azureApiVersion `api-version` of the old Azure style, or empty
/// @param listen where this process serves
/// @param timeouts of the upstream call
/// @param limits of requests
/// @param proxy the HTTP proxy for HTTPS and HTTP, with hosts that go direct
/// @param clientKeys keys a client must show; empty for none
/// @param logLevel a name of `java.util.logging.Level` or one of TRACE, DEBUG, INFO, WARN, ERROR
public record Provider(
    String name,
    String source,
    URI baseUrl,
    Secret apiKey,
    Models models,
    Dialects dialect,
    Map<String, Secret> headers,
    Optional<String> azureApiVersion,
    Listen listen,
    Timeouts timeouts,
    Limits limits,
    Optional<HttpProxy> proxy,
    List<Secret> clientKeys,
    String logLevel) {

  /// Whether requests are answered by the provider inside the process.
  public boolean demo() {
    return "demo".equals(baseUrl.getScheme());
  }

  /// The setting that is still missing, as `OPENAI_API_KEY in env/.env-glm`; empty when the provider can be called.
  public Optional<String> missingKey() {
    return apiKey.isEmpty() && !demo() ? Optional.of("OPENAI_API_KEY in " + source) : Optional.empty();
  }

  /// @param big for opus, fable, mythos and unknown Claude names
  /// @param middle for sonnet
  /// @param small for haiku
  public record Models(String big, String middle, String small) {
    /// The provider's model for a name the client sent; a name that is no Claude name passes unchanged, a trailing `[1m]` does not count.
    public String of(String requested) {
      var name = requested.replaceFirst("(?i)\\[1m]$", "").strip();
      var lower = name.toLowerCase(java.util.Locale.ROOT);
      var claude = lower.startsWith("claude") || lower.contains("/claude") || List.of("haiku", "sonnet", "opus", "fable", "mythos", "default").contains(lower);
      if (!claude) {
        return name;
      }
      return lower.contains("haiku") ? small : lower.contains("sonnet") ? middle : big;
    }
  }

  /// @param host address to bind
  /// @param port 0 for any free one
  public record Listen(String host, int port) {}

  /// @param connect to the open connection
  /// @param request to the first byte of the answer
  /// @param idle between two bytes of the answer
  /// @param retries quick tries after a refused connection or 502/503, before the first byte
  public record Timeouts(Duration connect, Duration request, Duration idle, int retries) {}

  /// @param minTokens the smallest `max_tokens` sent, 0 for none
  /// @param maxTokens the largest `max_tokens` sent, 0 for none
  /// @param bodyBytes the largest request body
  public record Limits(long minTokens, long maxTokens, long bodyBytes) {}

  /// @param userInfo `user:password` or empty
  /// @param direct hosts and suffixes reached without it; `*` for all
  public record HttpProxy(String host, int port, Secret userInfo, List<String> direct) {}
}
