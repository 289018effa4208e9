package portside.wire.anthropic;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A part of a request that is taken only with an `anthropic-beta` of its own. Without that a Claude back end says `…: Extra inputs are not permitted`,
/// so the two go up together or stay behind together (seen with Claude Code 2.1.332; copilot-api#217, claude-code#21612; names from its binary).
///
/// @param place where it stands
/// @param beta the name in the header
public record BetaField(Place place, String beta) {
  /// Where a part stands.
  public sealed interface Place {
    /// A member of one name.
    ///
    /// @param path names from the top, `*` for each element of a list; one that begins with `**` may begin anywhere
    record Member(List<String> path) implements Place {}

    /// Every element of a list that has this type.
    record Typed(String type) implements Place {}
  }

  /// Every part that is known. A provider that takes none of these betas needs no other list.
  public static final List<BetaField> ALL = List.of(
      member("context-management-2025-06-27", "context_management"),
      member("effort-2025-11-24", "output_config", "effort"),
      member("per-turn-control-2026-07-01", "messages", "*", "output_config"),
      typed("mid-conversation-tool-changes-2026-07-01", "tool_addition"),
      typed("mid-conversation-tool-changes-2026-07-01", "tool_removal"),
      member("advanced-tool-use-2025-11-20", "tools", "*", "defer_loading"),
      typed("advanced-tool-use-2025-11-20", "tool_reference"),
      member("extended-cache-ttl-2025-04-11", "**", "cache_control", "ttl"),
      member("prompt-caching-scope-2026-01-05", "**", "cache_control", "scope"),
      member("cache-diagnosis-2026-04-07", "diagnostics"),
      member("fast-mode-2026-02-01", "speed"),
      member("dangerous-tool-use-2026-09-03", "safeguards"),
      member("structured-outputs-2025-12-15", "output_config", "format"),
      member("server-side-fallback-2026-07-01", "fallbacks"),
      typed("advisor-tool-2026-03-01", "advisor_20260301"));

  private static final Pattern KIND = Pattern.compile("\\d+|[a-z_]+");

  private static BetaField member(String beta, String... path) {
    return new BetaField(new Place.Member(List.of(path)), beta);
  }

  private static BetaField typed(String beta, String type) {
    return new BetaField(new Place.Typed(type), beta);
  }

  /// The part that an error names by its path, such as `tools.0.custom.defer_loading` or `system.1.cache_control.ephemeral.scope`: kinds of blocks and
  /// unions stand in it beside the names.
  public static Optional<BetaField> at(String path) {
    var steps = KIND.matcher(path).results().map(step -> step.group()).toList();
    return ALL.stream().filter(field -> field.names(steps)).findFirst();
  }

  private boolean names(List<String> steps) {
    return switch (place) {
      case Place.Typed(var type) -> steps.contains(type);
      case Place.Member(var path) -> {
        boolean anywhere = path.getFirst().equals("**");
        var names = path.stream().filter(name -> !name.startsWith("*")).toList();
        boolean begins = anywhere || steps.getFirst().equals(names.getFirst());
        yield !steps.isEmpty() && begins && steps.getLast().equals(names.getLast()) && inOrder(names, steps);
      }
    };
  }

  private static boolean inOrder(List<String> names, List<String> steps) {
    int at = 0;
    for (var step : steps) {
      at += at < names.size() && step.equals(names.get(at)) ? 1 : 0;
    }
    return at == names.size();
  }
}
