package portside.exchange;

import static portside.provider.dialect.Column.MANNER;
import static portside.provider.dialect.Column.WIRE;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import portside.provider.Credential;
import portside.provider.dialect.Dialect.Manner;
import portside.provider.dialect.Dialect.Wire;
import portside.routing.Candidate;
import portside.translate.fault.ErrorToFault;
import portside.upstream.UpstreamAnswer;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.RawAnswer;
import portside.wire.anthropic.MessagesRequest;

/// What passes beside the body where a client of the Messages API is answered by a host of Claude (manner raw).
///
/// ```
///   up     anthropic-version, anthropic-beta, the query        as the row takes them (translate.messages)
///   up     OF_CLIENT, and the key that the client shows        where the client's own plan is used: by these a plan knows its application
///   down   OF_PROVIDER                                         from every answer and error
///   down   status and body                                     of every error in Anthropic's form, but for one about a key of ours
/// ```
/// Everything else stays behind: hop-by-hop headers, `host`, `content-length`, `accept-encoding`, cookies, the proxy's own. Sources: what Claude Code
/// 2.1.332 sends and what it does with an answer (seen on loopback, 2026-11-29); code.claude.com/docs, "LLM gateway configuration".
final class RawPass {
  /// Lists of what the client is.
  static final HeaderList OF_CLIENT =
      HeaderList.of("user-agent", "x-app", "x-claude-code-*", "x-stainless-*", "anthropic-dangerous-direct-browser-access");

  /// By these Claude Code says until when a plan is used up, and decides whether to ask again: one that is made up or lost changes what it does.
  static final HeaderList OF_PROVIDER = HeaderList.of("anthropic-*", "retry-after", "x-should-retry", "request-id");

  private RawPass() {}

  /// Whether a request passes.
  ///
  /// @param asked who is asked
  static boolean is(MessagesRequest request, Candidate asked) {
    return request.original() instanceof MessagesRequest.Original.Messages
        && asked.dialect().get(WIRE) == Wire.MESSAGES && asked.dialect().get(MANNER) == Manner.RAW;
  }

  /// The headers of the client that go up beside those of the wire.
  static Map<String, String> up(Client client, MessagesRequest request, Candidate asked) {
    return asked.credential() instanceof Credential.Client && is(request, asked) ? OF_CLIENT.of(client.headers()) : Map.of();
  }

  /// The headers of the provider's answer that the client gets.
  static Map<String, String> down(UpstreamAnswer answer, MessagesRequest request, Candidate asked) {
    return is(request, asked) ? OF_PROVIDER.of(answer.headers()) : Map.of();
  }

  /// Whether an error is one that a client of the Messages API understands.
  private static boolean isOfAnthropic(byte[] body) {
    try {
      return Json.object(body).get("error") instanceof JsonObject error && Json.string(error, "type") != null;
    } catch (Json.Malformed other) {
      return false;
    }
  }

  /// A refusal as it is told to the client: as it came, where it came in the client's language. What is wrong with a key of ours is told in our words, which name the setting; what is wrong
  /// with the client's own is the client's affair, which then reads its token anew and asks again.
  ///
  /// @param fault what it means
  /// @param body of the answer
  static Fault refused(Fault fault, UpstreamAnswer answer, byte[] body, MessagesRequest request, Candidate asked) {
    if (!is(request, asked)) {
      return fault;
    }
    var own = asked.credential() instanceof Credential.Client;
    if (!own && (fault.kind() == FaultKind.AUTHENTICATION || !isOfAnthropic(body))) {
      return fault;
    }
    var redact = SecretRedactor.of(asked.provider());
    var shown = own ? body : ErrorToFault.withoutKeys(redact.apply(new String(body, StandardCharsets.UTF_8))).getBytes(StandardCharsets.UTF_8);
    var type = answer.header("content-type");
    var raw = new RawAnswer(answer.status(), type == null ? "application/json" : type, OF_PROVIDER.of(answer.headers()), shown);
    var told = fault.kind() == FaultKind.AUTHENTICATION ? new Fault(FaultKind.CLIENT_KEY, fault.message(), fault.retryAfterSeconds()) : fault;
    return told.withRaw(raw);
  }
}
