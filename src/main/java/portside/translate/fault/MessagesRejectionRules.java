package portside.translate.fault;

import static portside.provider.dialect.Column.BETAS;
import static portside.provider.dialect.Column.MANNER;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.SYSTEM_IN_PLACE;
import static portside.provider.dialect.Column.WIRE;
import static portside.provider.dialect.Column.WITHOUT;
import static portside.provider.dialect.Column.WITHOUT_BETAS;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Lesson;
import portside.wire.anthropic.BetaField;

/// Refusals of a Claude back end → lessons; rules of [RejectionRules].
final class MessagesRejectionRules {
  /// Words by which thinking of another maker is refused, or the lack of it (cc-switch): "Invalid `signature` in `thinking` block", "Expected `thinking`
  /// or `redacted_thinking`, but found `tool_use`", "blocks in the latest assistant message cannot be modified".
  static final String SIGNATURE =
      "invalid [`'\"]?signature[`'\"]?|signature: (?:field required|extra inputs)|thought signature is not valid|must start with a thinking block"
          + "|expected [`'\"]?thinking[`'\"]? or [`'\"]?redacted_thinking|blocks.{0,80}cannot be modified";

  static final String SYSTEM_ROLE = "role [`'\"]?system[`'\"]? is not supported";

  /// "Unexpected value(s) `context-1m-2025-08-07` for the `anthropic-beta` header".
  static final String BETA_HEADER = "anthropic-beta";

  static final String EXTRA = "extra inputs are not permitted";

  private static final Pattern EXTRA_PATH = Pattern.compile("([\\w.]{1,200}): extra inputs are not permitted", Rejection.FLAGS);
  private static final Pattern UNEXPECTED = Pattern.compile("unexpected value\\(?s?\\)?:? ([^\\n]{1,400}) for the [`'\"]?anthropic-beta", Rejection.FLAGS);
  private static final Pattern BETA = Pattern.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)+");

  /// The columns that change a request which passes as its client wrote it.
  private static final Set<Column<?>> OF_PASSING = Set.of(REPLAY, SYSTEM_IN_PLACE, WITHOUT_BETAS, WITHOUT);

  private MessagesRejectionRules() {}

  /// Whether a lesson makes a difference to what is sent.
  static boolean changes(Dialect row, Lesson lesson) {
    return row.get(MANNER) == Dialect.Manner.BUILT || OF_PASSING.contains(lesson.column());
  }

  /// All thinking of this conversation is left out; the next one may be Claude's alone.
  static @Nullable Lesson signature(Rejection it) {
    return speaks(it) ? new Lesson(REPLAY, "none", false) : null;
  }

  static @Nullable Lesson systemRole(Rejection it) {
    return speaks(it) ? Lesson.of(SYSTEM_IN_PLACE, "false") : null;
  }

  /// The part that is named, and the beta it needs.
  static @Nullable Lesson betaField(Rejection it) {
    var named = EXTRA_PATH.matcher(it.words()).results().map(match -> BetaField.at(match.group(1))).flatMap(Optional::stream).map(BetaField::beta);
    return without(it, named);
  }

  static @Nullable Lesson betaHeader(Rejection it) {
    return without(it, UNEXPECTED.matcher(it.words()).results().flatMap(match -> BETA.matcher(match.group(1)).results()).map(match -> match.group()));
  }

  private static @Nullable Lesson without(Rejection it, Stream<String> betas) {
    var before = it.row().get(WITHOUT_BETAS);
    var all = Stream.concat(before.stream(), betas).distinct().collect(Collectors.joining(","));
    return speaks(it) && !it.row().get(BETAS).isEmpty() ? Lesson.of(WITHOUT_BETAS, all) : null;
  }

  private static boolean speaks(Rejection it) {
    return it.row().get(WIRE) == Dialect.Wire.MESSAGES;
  }
}
