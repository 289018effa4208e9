import java.util.List;

/// The provider's half of the scenarios of a chain. Its members are told apart by their models: `first`, `second`, `third`, and
/// Claude's own.
final class ChainScript {

  private ChainScript() {}

  static Reply next(String scenario, ChatRequest request) {
    var member = request.model().startsWith("claude-") ? "claude" : request.model();
    int step = request.results().size();
    return switch (scenario + " " + member) {
      case "chain-loop first" -> step == 0 ? call(request, "") : step < 3 ? busy() : told(request);
      case "chain-loop second" -> step == 1 ? call(request, "") : busy();
      case "chain-loop third" -> call(request, "sleep 3; ");
      case "chain-loop-later first", "chain-loop-later third" -> busy();
      case "chain-loop-later second" -> told(request);
      case "chain-hours first", "chain-hours-later first" -> busy("retry-after: 7200");
      case "chain-escape first" -> busy();
      case "chain-no-word first", "chain-hedge first", "chain-escape second", "chain-escape third" -> new Reply.Silent();
      case "chain-plan claude" -> usedUp();
      case "chain-copilot claude" -> step == 0 ? call(request, "claude", "") : new Reply.Refused(402, List.of("retry-after: 7200"), """
          {"error":{"message":"You have no quota left","code":"quota_exceeded"}}""");
      case "chain-copilot second" -> step == 1 ? call(request, "") : busy();
      case "chain-copilot third" -> told(request);
      default -> Reply.Said.text("%s answers %s".formatted(member, scenario));
    };
  }

  /// A thought, and a call whose result has in it what was heard so far.
  private static Reply call(ChatRequest request, String before) {
    return call(request, request.model(), before);
  }

  private static Reply call(ChatRequest request, String member, String before) {
    return new Reply.Said(member + " ponders.", "", List.of(
        Script.bash("call_" + member, "%secho '%s heard %s'".formatted(before, member, request.resultLines()))));
  }

  private static Reply told(ChatRequest request) {
    return Reply.Said.text("%s heard %s after %s".formatted(request.model(), request.resultLines(), request.reasoning()));
  }

  private static Reply busy() {
    return busy("retry-after: 1");
  }

  private static Reply busy(String header) {
    return new Reply.Refused(429, List.of(header), """
        {"error":{"message":"Too many requests","type":"rate_limit_error"}}""");
  }

  /// As Anthropic refuses a request of a plan whose window of five hours is used up.
  private static Reply usedUp() {
    long reset = System.currentTimeMillis() / 1000 + 7200;
    return new Reply.Refused(429, List.of(
        "anthropic-ratelimit-unified-status: rejected", "anthropic-ratelimit-unified-representative-claim: five_hour",
        "anthropic-ratelimit-unified-reset: " + reset, "anthropic-ratelimit-unified-5h-status: rejected",
        "anthropic-ratelimit-unified-5h-reset: " + reset, "anthropic-ratelimit-unified-5h-utilization: 1.0",
        "anthropic-ratelimit-unified-overage-status: rejected", "retry-after: 7200", "x-should-retry: true"), """
        {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your account's rate limit. Please try again later."}}""");
  }
}
