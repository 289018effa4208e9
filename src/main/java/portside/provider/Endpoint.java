package portside.provider;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where requests are sent: the URL that paths are appended to, and the setting that names it.
///
/// @param base `http:` or `https:`; its query is part of every request. Or that of [#DEMO]
/// @param apiVersion `api-version` of Azure's old style, or empty
/// @param setting for messages to people, such as `OPENAI_BASE_URL`
public record Endpoint(URI base, Optional<String> apiVersion, String setting) {
  /// The provider inside the process: `OPENAI_BASE_URL=demo:`, which Java does not take for a URI as it is.
  public static final Endpoint DEMO = new Endpoint(URI.create("demo:/"), Optional.empty(), "OPENAI_BASE_URL");

  /// At the end of a base URL: `/v1`, or `/v1beta` as Gemini's API has it.
  private static final Pattern VERSION = Pattern.compile("(/v1(?:beta)?)/?$");

  /// Whether requests are answered inside the process; the other questions can be asked once it has an address there.
  public boolean demo() {
    return base.equals(DEMO.base);
  }

  /// The address as the setting has it.
  public String address() {
    return demo() ? "demo:" : base.toString();
  }

  /// The path under which a model is asked. The old Azure style has the model, which is the name of a deployment there, in the path
  /// (learn.microsoft.com, "Azure OpenAI in Azure AI Foundry Models REST API reference"); a base that names a deployment itself keeps it.
  ///
  /// A path that begins with the version of its API loses it where the base URL ends in that version.
  ///
  /// @param path such as `/chat/completions`
  public String path(String model, String path) {
    var version = VERSION.matcher(path.startsWith("/v1") ? base.getPath() : "");
    if (version.find() && path.startsWith(version.group(1) + "/")) {
      return path.substring(version.group(1).length());
    }
    var deployment = apiVersion.isPresent() && !base.getPath().contains("/deployments/") && path.equals("/chat/completions");
    if (!deployment) {
      return path;
    }
    var root = base.getPath().contains("/openai") ? "" : "/openai";
    return root + "/deployments/" + URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20") + path;
  }

  /// The whole URL of a path.
  ///
  /// @param path may have a query of its own, which stands before that of the base
  public URI url(String path) {
    var own = Target.of(base.toString());
    var asked = Target.of(path);
    var version = own.query().contains("api-version=") ? "" : apiVersion.map(number -> "api-version=" + number).orElse("");
    var query = Stream.of(asked.query(), own.query(), version).filter(part -> !part.isEmpty()).collect(Collectors.joining("&"));
    var slash = own.path().endsWith("/") ? own.path().length() - 1 : own.path().length();
    return URI.create(own.path().substring(0, slash) + asked.path() + (query.isEmpty() ? "" : "?" + query));
  }

  /// Whether TLS is spoken.
  public boolean secure() {
    return "https".equalsIgnoreCase(base.getScheme());
  }

  /// Name or address, IPv6 without brackets.
  public String host() {
    return place().host();
  }

  /// The port, also when the base leaves it out.
  public int port() {
    return place().portOr(usualPort());
  }

  /// `host:port` for a proxy.
  public String hostAndPort() {
    return place().bracketed() + ":" + port();
  }

  /// The `host` header: the port only when it is not the usual one.
  public String hostHeader() {
    return port() == usualPort() ? place().bracketed() : hostAndPort();
  }

  /// Scheme and host, as a person knows it.
  @Override
  public String toString() {
    return demo() ? address() : (secure() ? "https://" : "http://") + hostHeader();
  }

  private HostPort place() {
    var http = secure() || "http".equalsIgnoreCase(base.getScheme());
    return HostPort.of(base).filter(_ -> http).orElseThrow(() -> new IllegalArgumentException("the base URL is not that of an HTTP server"));
  }

  private int usualPort() {
    return secure() ? 443 : 80;
  }

  /// A text that may have a query.
  private record Target(String path, String query) {
    static Target of(String text) {
      var mark = text.indexOf('?');
      return mark < 0 ? new Target(text, "") : new Target(text.substring(0, mark), text.substring(mark + 1));
    }
  }
}
