package portside.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a request is authorised. It is asked again for each request that is sent, so that one whose secret changes can give the current one.
public sealed interface Credential {
  /// The headers that authorise a request sent now, name and value; none when it needs none.
  Map<String, Secret> headers();

  /// What must not be shown when a text quotes it; empty when there is no secret.
  Optional<Secret> secret();

  /// All that must not be shown when a text quotes it, the secrets of earlier requests that may still run among them.
  default List<Secret> secrets() {
    return secret().stream().toList();
  }

  /// Tells credentials apart without telling any: that of its secret, `none` where there is none.
  default String digest() {
    return secret().map(Secret::digest).orElse("none");
  }

  /// The one for a request that a client makes: the client's own where [Client] says so, else this one.
  ///
  /// @param headers gives a header of the client's request by name, or null
  default Credential shownBy(Function<String, @Nullable String> headers) {
    return this;
  }

  /// Nothing is sent.
  record None() implements Credential {
    @Override
    public Map<String, Secret> headers() {
      return Map.of();
    }

    @Override
    public Optional<Secret> secret() {
      return Optional.empty();
    }
  }

  /// `Authorization: Bearer <token>`.
  record Bearer(Secret token) implements Credential {
    @Override
    public Map<String, Secret> headers() {
      return Map.of("Authorization", new Secret("Bearer " + token.reveal()));
    }

    @Override
    public Optional<Secret> secret() {
      return Optional.of(token);
    }
  }

  /// The key alone in a header of its own, such as Azure's `api-key`.
  record HeaderKey(String header, Secret key) implements Credential {
    @Override
    public Map<String, Secret> headers() {
      return Map.of(header, key);
    }

    @Override
    public Optional<Secret> secret() {
      return Optional.of(key);
    }
  }

  /// A token that changes: it is asked for when a request is sent, and `Authorization: Bearer <token>` is sent.
  ///
  /// @param origin where tokens come from; tells credentials apart
  /// @param source gives the current one
  /// @param header that the token stands in alone; empty for `Authorization`
  record Token(TokenOrigin origin, TokenSource source, Optional<String> header) implements Credential {
    /// One of the settings, whose source is not known yet.
    public Token(TokenOrigin origin) {
      this(origin, UnknownSource.ONLY, Optional.empty());
    }

    /// The same with its source.
    public Token from(TokenSource source) {
      return new Token(origin, source, header);
    }

    /// The credential of one request.
    public Credential with(Secret token) {
      return header.<Credential>map(name -> new HeaderKey(name, token)).orElseGet(() -> new Bearer(token));
    }

    /// None before the token is asked for.
    @Override
    public Map<String, Secret> headers() {
      return Map.of();
    }

    @Override
    public Optional<Secret> secret() {
      return source.given().stream().findFirst();
    }

    @Override
    public List<Secret> secrets() {
      return source.given();
    }

    @Override
    public String digest() {
      return origin.digest();
    }
  }

  /// The source of a token before there is one.
  enum UnknownSource implements TokenSource {
    ONLY;

    @Override
    public Asked ask() {
      throw new IllegalStateException("nothing gives this token");
    }

    @Override
    public boolean refused(Secret token, int status) {
      return false;
    }

    @Override
    public Optional<MissingToken> missing() {
      return Optional.empty();
    }

    @Override
    public List<Secret> given() {
      return List.of();
    }
  }

  /// What the client of a request shows for itself, which goes up as it came (code.claude.com/docs, "LLM gateway configuration"). As the settings have
  /// it, it shows nothing; [#shownBy] makes that of a request. All clients have one digest: whose plan it is only the provider can tell.
  ///
  /// @param headers name and value; empty for none
  record Client(Map<String, Secret> headers) implements Credential {
    /// The headers in which clients of the Messages API show a token or key; some send both.
    public static final List<String> NAMES = List.of("Authorization", "x-api-key");

    public Client() {
      this(Map.of());
    }

    /// Whether there is nothing to go up.
    public boolean showsNothing() {
      return headers.isEmpty();
    }

    @Override
    public Credential shownBy(Function<String, @Nullable String> asked) {
      var shown = new LinkedHashMap<String, Secret>();
      for (var name : NAMES) {
        var value = asked.apply(name);
        if (value != null && !value.isBlank()) {
          shown.put(name, new Secret(value));
        }
      }
      return new Client(shown);
    }

    @Override
    public Optional<Secret> secret() {
      return headers.values().stream().findFirst();
    }

    @Override
    public String digest() {
      return "client";
    }
  }
}
