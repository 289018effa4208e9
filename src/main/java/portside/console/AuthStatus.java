package portside.console;

import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import portside.console.Paint.Role;
import portside.console.Table.Cell;
import portside.provider.NoToken;
import portside.provider.Provider;
import portside.provider.TokenOrigin;
import portside.signin.CopilotAccount;
import portside.signin.CopilotQuota;
import portside.signin.SignIn;
import portside.signin.SignInEntry;
import portside.signin.Tokens;
import portside.wire.Json;

/// How the sign-ins of env files stand, without asking anybody.
final class AuthStatus {
  /// @param kind `google`, `github`, `service account` or `command`
  /// @param account of the sign-in
  /// @param who signed in
  /// @param state in a word or the reason why there is no token
  /// @param good whether nothing is missing
  /// @param expires when the token of now ends, after which it is renewed
  /// @param refreshed when it came
  /// @param file that keeps it
  /// @param quota what is left to the account
  record Row(String provider, String kind, String account, String who, String state, boolean good, Optional<Duration> expires, Optional<Instant> refreshed,
      String file, Optional<CopilotQuota> quota) {
    Row(String provider, String kind, String account, String who, String state, boolean good, Optional<Duration> expires, Optional<Instant> refreshed, String file) {
      this(provider, kind, account, who, state, good, expires, refreshed, file, Optional.empty());
    }

    Row with(Optional<CopilotQuota> told) {
      return new Row(provider, kind, account, who, state, good, expires, refreshed, file, told.filter(CopilotQuota::told));
    }
  }

  private AuthStatus() {}

  /// Empty for a provider that has keys or nothing.
  static Optional<Row> row(Provider provider, Tokens tokens, Instant now) {
    return stand(provider, tokens, now).map(row -> row.good() ? row.with(tokens.copilot(provider.destination()).flatMap(CopilotAccount::quota)) : row);
  }

  private static Optional<Row> stand(Provider provider, Tokens tokens, Instant now) {
    return provider.destination().token().map(token -> switch (token.origin()) {
      case TokenOrigin.Command _ -> new Row(provider.name(), "command", "", "", "run when a token is needed", true, Optional.empty(), Optional.empty(), "");
      case TokenOrigin.CopilotCommand _ -> new Row(provider.name(), "command", "", "", "run when a token is needed", true, Optional.empty(), Optional.empty(), "");
      case TokenOrigin.ServiceAccount(var file) ->
          new Row(provider.name(), "service account", "", "", "asked when a token is needed", true, Optional.empty(), Optional.empty(), file.toString());
      case TokenOrigin.SignIn origin -> of(provider.name(), origin, tokens.signIn(provider.destination()).orElseThrow(), now);
    });
  }

  private static Row of(String provider, TokenOrigin.SignIn origin, SignIn signIn, Instant now) {
    try {
      var entry = signIn.entry();
      var fetched = !entry.current().isEmpty();
      return new Row(provider, origin.kind(), origin.account(), entry.who(), "signed in", true, fetched ? expires(entry, now) : Optional.empty(),
          fetched ? Optional.of(entry.since()) : Optional.empty(), signIn.path().toString());
    } catch (NoToken none) {
      return new Row(provider, origin.kind(), origin.account(), "", none.missing().why(), false, Optional.empty(), Optional.empty(), signIn.path().toString());
    }
  }

  /// Empty for a token that does not end.
  private static Optional<Duration> expires(SignInEntry entry, Instant now) {
    return entry.until().equals(Instant.MAX) ? Optional.empty() : Optional.of(entry.usableFor(now));
  }

  static String text(List<Row> rows, Paint paint, int columns) {
    var table = new Table(List.of(Table.Column.left("PROVIDER"), Table.Column.left("KIND"), Table.Column.left("ACCOUNT"), Table.Column.left("SIGNED IN AS"),
        Table.Column.left("STATE"), Table.Column.left("TOKEN FOR"), Table.Column.left("FILE")));
    for (var row : rows) {
      table.row(List.of(new Cell(row.provider(), Role.ACCENT), Cell.of(row.kind()), Cell.of(row.account()), Cell.of(row.who()),
          new Cell(row.state(), row.good() ? Role.GOOD : Role.BAD), Cell.of(row.expires().map(Auth::length).orElse("")), new Cell(row.file(), Role.DIM)));
    }
    var quotas = rows.stream().flatMap(row -> row.quota().stream().map(quota -> row.provider() + ": " + words(quota) + "\n")).distinct().collect(Collectors.joining());
    return table.text(paint, columns) + (quotas.isEmpty() ? "" : "\n" + quotas);
  }

  /// `plan individual, premium_interactions 212 of 300 left (70.6 %), chat unlimited, anew on 2026-12-01`.
  private static String words(CopilotQuota quota) {
    var words = new ArrayList<String>();
    if (!quota.plan().isEmpty()) {
      words.add("plan " + quota.plan());
    }
    quota.left().forEach((name, left) -> words.add(name + " " + (left.unlimited() ? "unlimited"
        : left.remaining().toPlainString() + " of " + left.entitlement().toPlainString() + " left (" + left.percent().toPlainString() + " %)")));
    if (!quota.resets().isEmpty()) {
      words.add("anew on " + quota.resets());
    }
    return String.join(", ", words);
  }

  static String json(List<Row> rows) {
    var list = Json.BUILD.createArrayBuilder();
    for (var row : rows) {
      var one = Json.BUILD.createObjectBuilder().add("provider", row.provider()).add("kind", row.kind());
      text(one, "account", row.account());
      text(one, "who", row.who());
      one.add("signed_in", row.good()).add("state", row.state());
      row.expires().ifPresentOrElse(left -> one.add("expires_in_seconds", left.toSeconds()), () -> one.addNull("expires_in_seconds"));
      row.refreshed().ifPresentOrElse(at -> one.add("refreshed_at", at.toString()), () -> one.addNull("refreshed_at"));
      text(one, "file", row.file());
      row.quota().ifPresent(quota -> one.add("quota", quota.json()));
      list.add(one);
    }
    return Json.text(Json.BUILD.createObjectBuilder().add("sign_ins", list).build());
  }

  private static void text(JsonObjectBuilder json, String name, String text) {
    if (text.isEmpty()) {
      json.addNull(name);
    } else {
      json.add(name, text);
    }
  }
}
