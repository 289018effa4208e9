package portside.translate.chat;

import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_AS;
import static portside.provider.dialect.Column.REPLAY_FIELD;

import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.CallSignatures;
import portside.provider.dialect.Dialect.MissingReasoning;
import portside.provider.dialect.Dialect.ReplayAs;
import portside.translate.reasoning.ReplayableReasoning;
import portside.wire.Json;
import portside.wire.common.RequestMember;

/// Tells how the reasoning of one assistant turn goes back to the model that wrote it: how much of it, and in which shape.
final class ReasoningReplay {
  /// The spellings of thinking that are members of a message.
  private static final Set<String> FIELDS = Set.of("reasoning_content", "reasoning", "reasoning_text");

  private final Dialect dialect;
  private final ReplayableReasoning reasoning;
  private final boolean wanted;
  private final @Nullable String text;

  /// @param called whether the turn has tool calls
  ReasoningReplay(Dialect dialect, ReplayableReasoning reasoning, boolean called) {
    this.dialect = dialect;
    this.reasoning = reasoning;
    this.wanted = switch (dialect.get(REPLAY)) {
      case NONE -> false;
      case TOOL_TURNS -> called;
      case ALL -> true;
    };
    this.text = !wanted ? null : !reasoning.isEmpty() ? reasoning.text() : called ? lost() : null;
  }

  /// What stands at the head of the text, empty for nothing. The models that write such tags write them with these line feeds.
  String inline() {
    return dialect.get(REPLAY_AS) == ReplayAs.TAGS && says() ? "<think>\n" + text + "</think>\n\n" : "";
  }

  /// The words of the part that stands at the head of the content; null for none.
  @Nullable String part() {
    return dialect.get(REPLAY_AS) == ReplayAs.PARTS && says() ? text : null;
  }

  /// What stands beside the content.
  List<RequestMember> members() {
    var members = new ArrayList<RequestMember>();
    switch (dialect.get(REPLAY_AS)) {
      case FIELD -> field(members);
      case DETAILS -> {
        var details = wanted ? reasoning.details() : List.<JsonValue>of();
        if (details.isEmpty() || FIELDS.contains(reasoning.field())) { // what came beside the details goes back beside them
          field(members);
        }
        if (!details.isEmpty()) {
          members.add(new RequestMember("reasoning_details", Json.BUILD.createArrayBuilder(details).build()));
        }
      }
      case PARTS, TAGS -> {}
    }
    if (dialect.get(CALL_SIGNATURES) == CallSignatures.GOOGLE && !reasoning.ofText().isEmpty()) {
      var google = Json.BUILD.createObjectBuilder().add("thought_signature", reasoning.ofText());
      members.add(new RequestMember("extra_content", Json.BUILD.createObjectBuilder().add("google", google).build()));
    }
    return members;
  }

  private void field(List<RequestMember> members) {
    if (text != null) {
      members.add(new RequestMember(name(), Json.quoted(text)));
    }
  }

  private String name() {
    if (!dialect.get(REPLAY_FIELD).isEmpty()) {
      return dialect.get(REPLAY_FIELD);
    }
    return FIELDS.contains(reasoning.field()) ? reasoning.field() : "reasoning_content";
  }

  private boolean says() {
    return text != null && !text.isEmpty();
  }

  /// What stands for reasoning that is gone; null for nothing.
  private @Nullable String lost() {
    return switch (dialect.get(MISSING_REASONING)) {
      case MissingReasoning.LeftOut() -> null;
      case MissingReasoning.Text(var placeholder) -> placeholder;
    };
  }
}
