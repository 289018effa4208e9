package portside.signin;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Endpoint;
import portside.provider.HttpProxy;
import portside.provider.Timeouts;
import portside.upstream.SendResult;
import portside.upstream.Upstream;
import portside.upstream.UpstreamAnswer;
import portside.wire.Json;
import portside.wire.OneLine;

/// Calls the servers that sign persons in and give tokens, by the way of the provider: its HTTP proxy, its authorities. No redirect is followed.
///
/// @param ways opens a way that is used once
/// @param proxy on the way; empty for the direct one
/// @param authorities trusted beside those of Java
record AuthServer(Function<Destination, Upstream> ways, Optional<HttpProxy> proxy, List<X509Certificate> authorities) {
  private static final Timeouts LIMITS = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(15));
  private static final int LARGEST = 256 * 1024;
  private static final int LONGEST_WORDS = 200;

  /// An answer.
  ///
  /// @param body empty when it is no JSON object
  /// @param date of the server's clock
  record Reply(int status, JsonObject body, Optional<Instant> date) {
    /// A text that must be there; empty when it is not.
    Optional<String> text(String name) {
      return Optional.ofNullable(Json.string(body, name)).filter(text -> !text.isEmpty());
    }

    /// A whole number.
    OptionalLong number(String name) {
      return body.get(name) instanceof JsonNumber number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    /// What the server says is wrong, in a line.
    String said() {
      var words = text("error_description").or(() -> text("message")).or(() -> text("error")).map(text -> ": " + OneLine.of(text, LONGEST_WORDS)).orElse("");
      return "status " + status + words;
    }
  }

  /// There is no answer.
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1L;

    Unanswered(String why) {
      super(why, null, false, false);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  /// Posts a form.
  Reply post(URI url, Map<String, String> form) throws Unanswered {
    var body = form.entrySet().stream().map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue())).collect(Collectors.joining("&"));
    return call("POST", url, Map.of("Content-Type", "application/x-www-form-urlencoded"), body.getBytes(StandardCharsets.UTF_8));
  }

  /// Gets something.
  ///
  /// @param headers of this request
  Reply get(URI url, Map<String, String> headers) throws Unanswered {
    return call("GET", url, headers, new byte[0]);
  }

  /// A text as it stands in a form and in a query.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Reply call(String method, URI url, Map<String, String> headers, byte[] body) throws Unanswered {
    var root = new Endpoint(URI.create(url.getScheme() + "://" + url.getRawAuthority()), Optional.empty(), "the sign-in server");
    var destination = new Destination("the sign-in server", root, List.of(new Credential.None()), Map.of(), LIMITS, proxy, authorities);
    try (var way = ways.apply(destination)) {
      return switch (way.attempt().send(method, path(url), headers, body, false)) {
        case SendResult.Answered(var answer) -> read(answer, url);
        case SendResult.Failed(var fault, _) -> throw new Unanswered(fault.message());
        case SendResult.Unauthorised(var fault) -> throw new Unanswered(fault.message());
        case SendResult.Cancelled _ -> throw new Unanswered("the call was ended");
      };
    }
  }

  private static String path(URI url) {
    return url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
  }

  private static Reply read(UpstreamAnswer answer, URI url) throws Unanswered {
    try (answer) {
      var body = answer.readUpTo(LARGEST);
      return new Reply(answer.status(), json(body), date(answer.header("date")));
    } catch (UpstreamAnswer.Broken broken) {
      throw new Unanswered("the answer of " + url.getHost() + " broke off");
    }
  }

  private static JsonObject json(byte[] bytes) {
    try {
      return Json.object(bytes);
    } catch (Json.Malformed none) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
  }

  private static Optional<Instant> date(@Nullable String header) {
    try {
      return Optional.ofNullable(header).map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
