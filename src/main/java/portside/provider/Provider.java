package portside.provider;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;

/// One provider as its env file describes it, checked: who is asked, which models it has, and how it differs from others.
///
/// @param destination where it is, how it is reached, and what authorises
/// @param source the file as it was found, such as `env/.env-glm`, or `the environment`
/// @param models the three names the Claude families become
/// @param dialect the row that applies to a model of this provider
/// @param limits of requests
/// @param keys how its keys are used
/// @param retries quick tries after a refused connection or 502/503, before the first byte
/// @param billing how its use is paid
/// @param traced whether it gets the client's `traceparent`
public record Provider(Destination destination, String source, Models models, Dialects dialect, Limits limits, KeyRules keys, int retries,
    Billing billing, boolean traced) {
  /// One that gets nothing of the client's trace.
  public Provider(Destination destination, String source, Models models, Dialects dialect, Limits limits, KeyRules keys, int retries, Billing billing) {
    this(destination, source, models, dialect, limits, keys, retries, billing, false);
  }

  /// From the file name: `.env-glm` is `glm`.
  public String name() {
    return destination.name();
  }

  /// Where it is asked.
  public Endpoint endpoint() {
    return destination.endpoint();
  }

  /// Whether requests are answered by the provider inside the process.
  public boolean demo() {
    return endpoint().demo();
  }

  /// The setting that is still missing, as `OPENAI_API_KEY in env/.env-glm`; empty when the provider can be called.
  public Optional<String> missingKey() {
    return destination.authorised() || demo() ? Optional.empty() : Optional.of("OPENAI_API_KEY in " + source);
  }

  /// The same for a request that a client makes, which may show its own key.
  ///
  /// @param asked gives a header of the client's request by name, or null
  public Provider shownBy(Function<String, @Nullable String> asked) {
    return destination.fromClient() ? new Provider(destination.shownBy(asked), source, models, dialect, limits, keys, retries, billing, traced) : this;
  }

  /// Why requests are refused before the provider is asked, and what to do about it; empty when it can be called.
  public Optional<String> obstacle() {
    return closed().or(() -> missingKey().map(setting -> "the proxy has no key for " + name() + ": set " + setting + " and restart it"))
        .or(this::missingToken);
  }

  /// Why its rows say that it cannot be asked, whatever key there is; empty when it can. What they say of Copilot is that it asks for a sign-in, and of Code
  /// Assist that it serves holders of a licence: whether an account has one it says itself, once it is shown its token.
  public Optional<String> closed() {
    var token = destination.token().map(Credential.Token::origin);
    boolean opened = token.filter(TokenOrigin.Copilot.class::isInstance).isPresent() || token.isPresent() && namesProjects();
    return dialect.obstacle().filter(_ -> !opened);
  }

  private boolean namesProjects() {
    return dialect.row(models.big()).get(Column.ENVELOPE) == Dialect.Envelope.CODE_ASSIST;
  }

  private Optional<String> missingToken() {
    return destination.token().flatMap(token -> token.source().missing()).map(missing -> missing.told(name()));
  }

  /// The same with tokens that come from somewhere.
  ///
  /// @param sources gives the source of a destination's credential
  public Provider tokensFrom(BiFunction<Destination, Credential.Token, TokenSource> sources) {
    var sourced = destination.tokensFrom(token -> sources.apply(destination, token));
    return sourced == destination ? this : new Provider(sourced, source, models, dialect, limits, keys, retries, billing, traced);
  }

  /// The same for an account whose models are known from the provider.
  public Provider offered(ModelSource models) {
    return new Provider(destination, source, this.models, dialect.offered(models), limits, keys, retries, billing, traced);
  }

  /// The name under which a model is asked for.
  ///
  /// @param model as a setting or a client names it
  /// @param wide whether the client asks for the window of a million tokens
  public String asked(String model, boolean wide) {
    return dialect.asked(model, wide);
  }

  /// The names under which its three models are asked for, strongest first, each once.
  public List<String> asked() {
    return models.distinct().stream().map(model -> asked(model, false)).distinct().toList();
  }

  /// Which provider this is, the same for all its addresses where it is known; else the host and port.
  public String identity() {
    var base = endpoint().base();
    return KnownProvider.at(base).map(KnownProvider::name).orElseGet(() -> String.valueOf(base.getAuthority()));
  }

  /// Whether that is known to be a model of this provider, whatever its file says: a row is for such names, or it is one of its models of today.
  public boolean knows(String model) {
    return dialect.knows(model)
        || KnownProvider.at(endpoint().base()).flatMap(KnownProvider::defaults).filter(today -> today.distinct().contains(model)).isPresent();
  }

  /// The address of the provider as the file has it.
  public String address() {
    return endpoint().address();
  }

  /// Tells apart where keys are valid: the address. Each demo is a provider of its own.
  public String site() {
    return demo() ? address() + name() : address();
  }

  /// How the use of a provider is paid.
  public enum Billing {
    /// As the table of prices says, which knows plans by their addresses.
    LISTED,
    /// Not at all.
    FREE,
    /// By a plan.
    PLAN,
    /// By tokens.
    TOKENS
  }

  /// @param big for opus, fable, mythos and unknown Claude names
  /// @param middle for sonnet
  /// @param small for haiku
  /// @param claudeAsAsked whether the names of Claude models pass as the client has them, since the provider knows them
  public record Models(String big, String middle, String small, boolean claudeAsAsked) {
    /// Claude Code lists a gateway's model only when its id begins with `claude`, so each is published once more behind this.
    private static final String ALIAS = "claude-portside/";

    private static final List<String> FAMILIES = List.of("haiku", "sonnet", "opus", "fable", "mythos", "default");

    /// Names of the Claude families become one of the three.
    public Models(String big, String middle, String small) {
      this(big, middle, small, false);
    }

    /// The same for a provider that knows the names of Claude models itself.
    public Models asAsked() {
      return new Models(big, middle, small, true);
    }

    /// The provider's model for a name the client sent. A trailing `[1m]` does not count. An alias becomes its model, a Claude name the
    /// model of its family; any other name, and the name of one of the three models itself, passes unchanged.
    public String of(String requested) {
      var name = withoutWindow(requested.strip());
      return isAlias(name) ? name.substring(ALIAS.length()) : isClaude(name) && !known(name) ? ofFamily(name.toLowerCase(Locale.ROOT)) : name;
    }

    /// The setting that names the model for a name the client sent, or that it follows; empty when the client names a model of the provider.
    public Optional<String> setting(String requested) {
      var name = withoutWindow(requested.strip());
      if (isAlias(name) || !isClaude(name) || known(name)) {
        return Optional.empty();
      }
      var model = ofFamily(name.toLowerCase(Locale.ROOT));
      return Optional.of(model.equals(big) ? "BIG_MODEL" : model.equals(middle) ? "MIDDLE_MODEL" : "SMALL_MODEL");
    }

    /// The tier a name of the Claude families stands for; empty for any other name.
    public Optional<Tier> tier(String requested) {
      var name = withoutWindow(requested.strip());
      if (isAlias(name) || !isClaude(name)) {
        return Optional.empty();
      }
      var lower = name.toLowerCase(Locale.ROOT);
      return Optional.of(lower.contains("haiku") ? Tier.SMALL : lower.contains("sonnet") ? Tier.MIDDLE : Tier.BIG);
    }

    /// The name a client sent without what is not part of it: a trailing `[1m]`, and what stands before the name in an alias.
    public static String bare(String requested) {
      var name = withoutWindow(requested.strip());
      return isAlias(name) ? name.substring(ALIAS.length()) : name;
    }

    /// The model of a tier.
    public String of(Tier tier) {
      return switch (tier) {
        case BIG -> big;
        case MIDDLE -> middle;
        case SMALL -> small;
      };
    }

    private static boolean isAlias(String name) {
      return name.length() > ALIAS.length() && name.toLowerCase(Locale.ROOT).startsWith(ALIAS);
    }

    private boolean isClaude(String name) {
      var lower = name.toLowerCase(Locale.ROOT);
      return (lower.startsWith("claude") || lower.contains("/claude") || FAMILIES.contains(lower)) && !distinct().contains(name);
    }

    private boolean known(String name) {
      return claudeAsAsked && name.toLowerCase(Locale.ROOT).startsWith("claude-");
    }

    private String ofFamily(String lower) {
      return lower.contains("haiku") ? small : lower.contains("sonnet") ? middle : big;
    }

    /// The name under which `/v1/models` also publishes a model of the provider; [#of(String)] takes it back.
    public static String alias(String model) {
      return ALIAS + model;
    }

    /// The three models, strongest first, each once.
    public List<String> distinct() {
      return List.of(big, middle, small).stream().distinct().toList();
    }

    /// Whether the client asks for the window of a million tokens.
    public static boolean wide(String requested) {
      return requested.strip().toLowerCase(Locale.ROOT).endsWith("[1m]");
    }

    static String withoutWindow(String name) {
      return wide(name) ? name.substring(0, name.length() - 4).strip() : name;
    }
  }

  /// @param minTokens the smallest `max_tokens` sent, 0 for none
  /// @param maxTokens the largest `max_tokens` sent, 0 for none
  public record Limits(long minTokens, long maxTokens) {}
}
