package portside.translate.gemini;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.provider.dialect.rows.CodeAssistRows;
import portside.translate.UpstreamRequest;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.OneLine;
import portside.wire.gemini.CodeAssistAccount;
import portside.wire.gemini.CodeAssistAccount.Ineligible;

/// Asks Code Assist which project the requests of an account name, and tells why it names none (gemini-cli, 2026-08-21). An account that was never set up is not
/// set up here: `:onboardUser` makes a project in somebody's name, which a proxy does not do without being asked.
public final class ProjectRequest {
  private static final String BODY = "{\"metadata\":{\"ideType\":\"IDE_UNSPECIFIED\",\"platform\":\"PLATFORM_UNSPECIFIED\",\"pluginType\":\"GEMINI\"}}";
  private static final String CLOSED = "UNSUPPORTED_CLIENT";
  private static final String INDIVIDUALS = "free-tier";
  private static final int LONGEST_WORDS = 300;
  private static final int LONGEST_PAGE = 2_000;

  private ProjectRequest() {}

  /// The answer to it is a [CodeAssistAccount].
  public static UpstreamRequest of() {
    return new UpstreamRequest(":loadCodeAssist", Map.of(), BODY.getBytes(StandardCharsets.UTF_8), false);
  }

  /// Why requests of the account cannot be made; empty when they can, with its project.
  ///
  /// @param providerName for messages to people
  public static Optional<Fault> refusal(CodeAssistAccount account, String providerName) {
    boolean closed = account.tier().equals(INDIVIDUALS) || account.tier().isEmpty() && account.ineligible().stream().anyMatch(tier -> tier.code().equals(CLOSED));
    if (!closed && !account.tier().isEmpty() && !account.project().isEmpty()) {
      return Optional.empty();
    }
    var said = account.ineligible().stream().flatMap(ProjectRequest::words).distinct().collect(Collectors.joining("; ", " (it says: ", ")"));
    return Optional.of(Fault.of(FaultKind.PERMISSION,
        "upstream " + providerName + " does not serve this account: " + reason(account, closed) + (account.ineligible().isEmpty() ? "" : said)));
  }

  private static String reason(CodeAssistAccount account, boolean closed) {
    var page = account.ineligible().stream().map(Ineligible::validationUrl).filter(url -> url.startsWith("https://")).findFirst()
        .map(url -> OneLine.of(url, LONGEST_PAGE));
    if (closed) {
      return CodeAssistRows.CLOSED + page.map(url -> "; Google's page for the account is " + url).orElse("");
    }
    if (page.isPresent()) {
      return "Google wants it confirmed; open " + page.get() + " in a browser and try again";
    }
    if (!account.tier().isEmpty()) {
      return "its licence names no project; set DIALECT_PROJECT to the Google Cloud project that has the licence";
    }
    return account.ineligible().isEmpty() ? "it was never set up for Code Assist, which this proxy does not do by itself; set DIALECT_PROJECT to the Google Cloud"
        + " project that has its licence, or set it up once with Google's own client" : "it has no licence; " + CodeAssistRows.CLOSED;
  }

  private static Stream<String> words(Ineligible tier) {
    return Stream.of(tier.code(), tier.message()).filter(words -> !words.isEmpty()).map(words -> OneLine.of(words, LONGEST_WORDS));
  }
}
