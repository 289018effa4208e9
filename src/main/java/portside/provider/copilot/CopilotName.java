package portside.provider.copilot;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names of models as GitHub Copilot writes them: `claude-sonnet-4-6` and `claude-sonnet-4-6-20260115` are `claude-sonnet-4.6` there.
public final class CopilotName {
  private static final Pattern DATE = Pattern.compile("[-@]20\\d{6}$");
  private static final Pattern DASHED = Pattern.compile("(?<=-)(\\d{1,2})-(\\d{1,2})(?=-|$)");
  private static final Pattern VERSION = Pattern.compile("(?<=-)(\\d{1,2})(?:\\.(\\d{1,2}))?(?=-|$)");
  private static final List<String> FAMILIES = List.of("opus", "sonnet", "haiku", "fable", "mythos");
  private static final String CLAUDE = "claude-";

  private CopilotName() {}

  /// The name of a Claude model as Copilot writes it; any other stays.
  public static String of(String name) {
    var lower = name.strip().toLowerCase(Locale.ROOT);
    var bare = lower.startsWith("anthropic/") ? lower.substring("anthropic/".length()) : lower;
    if (!bare.startsWith(CLAUDE)) {
      return name;
    }
    var dateless = DATE.matcher(bare).replaceFirst("").replaceFirst("-latest$", "");
    return DASHED.matcher(dateless).replaceFirst("$1.$2");
  }

  /// The family of a Claude model: `sonnet`.
  static Optional<String> family(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.contains(CLAUDE) ? FAMILIES.stream().filter(lower::contains).findFirst() : Optional.empty();
  }

  /// Orders the models of one family: 4.6 is 406, and so is what is written `46`.
  static int version(String name) {
    var numbers = VERSION.matcher(of(name));
    if (!numbers.find()) {
      return 0;
    }
    var first = Integer.parseInt(numbers.group(1));
    if (numbers.group(2) != null) {
      return first * 100 + Integer.parseInt(numbers.group(2));
    }
    return first < 10 ? first * 100 : first / 10 * 100 + first % 10;
  }
}
