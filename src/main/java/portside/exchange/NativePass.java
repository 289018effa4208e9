package portside.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import portside.exchange.watch.RequestWatchdog;
import portside.provider.Credential;
import portside.provider.dialect.Dialect.Wire;
import portside.routing.Candidate;
import portside.routing.Outcome;
import portside.routing.Routes;
import portside.routing.Routing;
import portside.routing.Step;
import portside.translate.client.PassingUsage;
import portside.upstream.SendResult;
import portside.upstream.UpstreamAnswer;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// `/api/anthropic/…`, `/api/openai/…` and `/api/gemini/…`: any request to the API of the provider that speaks this language, for what no other endpoint here offers
/// (embeddings, files, batches). Nothing is translated, tried again or learned.
///
/// ```
///   up     method, path, query, body    as they came, below the base URL and nowhere else; keys in a query of Gemini's stay
///          headers                      all but STAYING; the client's key gives way to the provider's
///   down   status, body                 as they come, piece by piece; a redirect is an error, since its end may be anybody
///          headers                      all but BEHIND
/// ```
/// Which member of a chain: the one that the header `x-portside-provider` names, else the first that is asked in this language.
public final class NativePass {
  /// A language and the providers that speak it.
  public enum Language {
    ANTHROPIC("/api/anthropic", PassingUsage.Names.ANTHROPIC),
    OPENAI("/api/openai", PassingUsage.Names.OPENAI),
    GEMINI("/api/gemini", PassingUsage.Names.GEMINI);

    private final String prefix;
    private final PassingUsage.Names names;

    Language(String prefix, PassingUsage.Names names) {
      this.prefix = prefix;
      this.names = names;
    }

    private Set<Wire> wires() {
      return switch (this) {
        case ANTHROPIC -> Set.of(Wire.MESSAGES);
        case OPENAI -> Set.of(Wire.CHAT, Wire.RESPONSES);
        case GEMINI -> Set.of(Wire.GEMINI);
      };
    }

    /// What goes up of a query.
    private String query(String query) {
      return this == GEMINI ? QueryKey.without(query) : query;
    }

    /// Begins every path, without a slash at its end.
    public String prefix() {
      return prefix;
    }
  }

  /// What does not go up: what belongs to one connection (RFC 9110, 7.6.1), what is written anew, keys of the proxy and of any provider, cookies, and
  /// what tells of the way from the client to here.
  static final HeaderList STAYING = HeaderList.of(
      "connection", "keep-alive", "proxy-*", "te", "trailer", "transfer-encoding", "upgrade", "expect", "host", "content-length", "accept-encoding",
      "authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "x-portside-*", Hops.HEADER, "forwarded", "x-forwarded-*", "x-real-ip", "via",
      "origin", "referer", "sec-*", "traceparent", "tracestate", "baggage");

  /// What does not come down: what belongs to one connection, what is written anew, cookies, and what would send the client elsewhere.
  static final HeaderList BEHIND = HeaderList.of(
      "connection", "keep-alive", "proxy-*", "te", "trailer", "transfer-encoding", "upgrade", "content-length", "content-encoding", "date", "set-cookie",
      "alt-svc", "strict-transport-security", "location", "access-control-*");

  /// About so many bytes of a request are one token of its prompt.
  private static final int BYTES_OF_A_TOKEN = 4;

  private static final int PIECE = 8192;
  private static final int LONGEST_READ = 4 << 20;
  private static final Set<Integer> REDIRECTS = Set.of(300, 301, 302, 303, 305, 307, 308);

  private static final Set<String> FREE_METHODS = Set.of("GET", "HEAD", "DELETE", "OPTIONS");
  private static final Set<String> FREE_PATHS = Set.of("/count_tokens", ":countTokens");

  private final Routes routes;
  private final RequestScope scope;

  /// @param routes who may be asked
  /// @param scope watches over requests
  public NativePass(Routes routes, RequestScope scope) {
    this.routes = routes;
    this.scope = scope;
  }

  private static FaultWriter faults(Language language) {
    return switch (language) {
      case ANTHROPIC -> Faults::answer;
      case OPENAI -> Faults::answerOpenAi;
      case GEMINI -> Faults::answerGemini;
    };
  }

  /// Serves one request. Returns when the answer is complete.
  ///
  /// @throws Client.Gone when the client has left
  public void serve(Client from, Language language) throws Client.Gone {
    var faults = faults(language);
    scope.run(from, faults, (client, watchdog, entry) -> {
      var path = NativePath.below(language.prefix, client.path(), language.query(client.query()))
          .orElseThrow(() -> Refusal.invalid("path", "it must lead below the provider's base URL: plain names between single slashes"));
      var body = client.body();
      var model = language == Language.GEMINI ? NativePath.model(path) : model(body);
      entry.asked(model, false);
      if (costs(client)) {
        scope.admit();
      }
      var asked = routes.speaking(language.wires(), model, Pins.byHeader(client, routes)).map(candidate -> candidate.shownBy(client::header));
      var fault = asked.isEmpty() ? Optional.of(nobody(language)) : obstacle(asked.get());
      if (fault.isEmpty()) {
        var running = entry.began(asked.get(), Step.Why.FIRST, body.length / BYTES_OF_A_TOKEN);
        fault = new Pass(client, language, asked.get(), routes.routing(), watchdog, entry, running).made(path, body, scope.onward(client));
      }
      if (fault.isPresent()) {
        entry.fault(fault.get());
        faults.refuse(client, fault.get());
      }
    });
  }

  /// What is only looked up or counted costs nothing.
  private static boolean costs(Client client) {
    return !FREE_METHODS.contains(client.method()) && FREE_PATHS.stream().noneMatch(client.path()::endsWith);
  }

  private static Fault nobody(Language language) {
    return Fault.of(FaultKind.NOT_FOUND, "path: no provider of this instance, or none of those chosen, is asked in the language of " + language.prefix
        + "; /v1/messages and /v1/chat/completions serve every one");
  }

  private static Optional<Fault> obstacle(Candidate asked) {
    return asked.credential() instanceof Credential.Client shown && shown.showsNothing()
        ? Optional.of(Faults.nothingShown(asked.provider()))
        : asked.provider().obstacle().map(why -> Fault.of(FaultKind.AUTHENTICATION, why));
  }

  /// The model that a request names; empty when it is no JSON or names none.
  private static String model(byte[] body) {
    try {
      var named = body.length == 0 || body.length > LONGEST_READ || body[0] != '{' ? null : Json.string(Json.object(body), "model");
      return named == null ? "" : named;
    } catch (Json.Malformed unread) {
      return "";
    }
  }

  /// One request on its way.
  private record Pass(Client client, Language language, Candidate asked, Routing routing, RequestWatchdog watchdog, EntryBuilder entry, EntryBuilder.Running running) {
    /// @return what the client is still to be told; empty when it has its answer
    Optional<Fault> made(String path, byte[] body, Map<String, String> onward) throws Client.Gone {
      var headers = new LinkedHashMap<>(STAYING.without(client.headers()));
      headers.putAll(onward);
      headers.putAll(TraceHeaders.up(client, asked));
      var attempt = asked.upstream().attempt(asked.credential());
      attempt.whenWaiting(running::waits);
      watchdog.guards(attempt);
      var taken = running.sends(asked, client.method(), path, headers, body);
      return switch (RecordedAnswer.of(attempt.send(client.method(), asked.path(path), headers, body, true), taken)) {
        case SendResult.Failed failed -> failed(Outcome.of(failed));
        case SendResult.Unauthorised(var fault) -> failed(new Outcome.Unfit(fault));
        case SendResult.Cancelled _ -> {
          running.ended(watchdog.ended());
          yield Optional.of(RequestScope.toldOf(watchdog.ended()));
        }
        case SendResult.Answered(var answer) -> {
          try (answer) {
            if (REDIRECTS.contains(answer.status())) {
              yield failed(new Outcome.Refused(redirected()));
            }
            client.bodySent();
            relay(answer);
            yield Optional.empty();
          }
        }
      };
    }

    private Optional<Fault> failed(Outcome.Failed failed) {
      running.ended(failed);
      return Optional.of(failed.fault());
    }

    private Fault redirected() {
      return Fault.of(FaultKind.MISDIRECTED, asked.provider().name() + " answered with a redirect, which is not followed; is "
          + asked.provider().endpoint().setting() + " its address?");
    }

    private void relay(UpstreamAnswer answer) throws Client.Gone {
      var headers = BEHIND.without(answer.headers());
      var passing = new PassingUsage(language.names);
      var used = Optional.<Usage>empty();
      entry.firstByte();
      try {
        if (client.method().equals("HEAD") || answer.status() == 204 || answer.status() == 304) {
          client.answer(answer.status(), headers, new byte[0]);
        } else {
          client.open(answer.status(), headers);
          pieces(answer, passing);
        }
      } finally {
        used = passing.end();
        used.ifPresent(usage -> routing.used(asked, usage)); // what costs nothing, such as a list of files, says nothing
      }
      note(answer.status(), used.orElse(Usage.of(0, 0)));
    }

    private void pieces(UpstreamAnswer answer, PassingUsage usage) throws Client.Gone {
      try {
        var buffer = new byte[PIECE];
        for (int read; (read = answer.read(buffer)) != -1; ) {
          client.send(buffer, 0, read);
          watchdog.sent();
          usage.bytes(buffer, read);
        }
      } catch (UpstreamAnswer.Broken broken) {
        if (broken.cancelled()) {
          running.ended(watchdog.ended());
          entry.fault(RequestScope.toldOf(watchdog.ended()));
        } else {
          running.ended(new Outcome.Broken(broken.fault(), false));
          entry.fault(broken.fault());
        }
        throw new Client.Gone(broken); // part of the answer is there, so the client must see it break off
      }
    }

    private void note(int status, Usage usage) {
      if (status < 400) {
        entry.event(new StreamEvent.MessageDelta(StopReason.END_TURN, null, usage));
        running.ended(new Outcome.Answered(usage));
        entry.ok();
        return;
      }
      var fault = Fault.of(kind(status), asked.provider().name() + " answered with status " + status);
      running.ended(new Outcome.Refused(fault, OptionalInt.of(status), Optional.empty()));
      entry.fault(fault);
    }

    private static FaultKind kind(int status) {
      return Stream.of(FaultKind.values()).filter(kind -> kind.status() == status).findFirst()
          .orElse(status < 500 ? FaultKind.INVALID_REQUEST : FaultKind.API);
    }
  }
}
