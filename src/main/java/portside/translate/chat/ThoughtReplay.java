package portside.translate.chat;

import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import portside.provider.Dialect.CallSignatures;
import portside.provider.Dialect.MissingReasoning;
import portside.provider.Dialect.ReplayAs;
import portside.provider.Dialect;
import portside.translate.thought.OwnThoughts;
import portside.wire.Json;
import portside.wire.openai.ChatRequest.Member;

/// How the thoughts of one assistant turn go back to the model that had them: which of them, and in which shape.
final class ThoughtReplay {
  /// The spellings of thinking that are members of a message.
  private static final Set<String> FIELDS = Set.of("reasoning_content", "reasoning", "reasoning_text");

  private final Dialect dialect;
  private final OwnThoughts thoughts;
  private final boolean wanted;
  private final String text;

  /// @param called whether the turn has tool calls
  ThoughtReplay(Dialect dialect, OwnThoughts thoughts, boolean called) {
    this.dialect = dialect;
    this.thoughts = thoughts;
    this.wanted = switch (dialect.replay()) {
      case NONE -> false;
      case TOOL_TURNS -> called;
      case ALL -> true;
    };
    this.text = !wanted ? null : !thoughts.isEmpty() ? thoughts.text() : called ? lost() : null;
  }

  /// What stands at the head of the text, empty for nothing. The models that write such tags write them with these line feeds.
  String inline() {
    return dialect.replayAs() == ReplayAs.TAGS && says() ? "<think>\n" + text + "</think>\n\n" : "";
  }

  /// The words of the part that stands at the head of the content; null for none.
  String part() {
    return dialect.replayAs() == ReplayAs.PARTS && says() ? text : null;
  }

  /// What stands beside the content.
  List<Member> members() {
    var members = new ArrayList<Member>();
    switch (dialect.replayAs()) {
      case FIELD -> field(members);
      case DETAILS -> {
        var details = wanted ? thoughts.details() : List.<JsonValue>of();
        if (details.isEmpty() || FIELDS.contains(thoughts.field())) { // what came beside the details goes back beside them
          field(members);
        }
        if (!details.isEmpty()) {
          members.add(new Member("reasoning_details", Json.BUILD.createArrayBuilder(details).build()));
        }
      }
      case PARTS, TAGS -> {}
    }
    if (dialect.callSignatures() == CallSignatures.GOOGLE && !thoughts.ofText().isEmpty()) {
      var google = Json.BUILD.createObjectBuilder().add("thought_signature", thoughts.ofText());
      members.add(new Member("extra_content", Json.BUILD.createObjectBuilder().add("google", google).build()));
    }
    return members;
  }

  private void field(List<Member> members) {
    if (text != null) {
      members.add(new Member(name(), Json.quoted(text)));
    }
  }

  private String name() {
    if (!dialect.replayField().isEmpty()) {
      return dialect.replayField();
    }
    return FIELDS.contains(thoughts.field()) ? thoughts.field() : "reasoning_content";
  }

  private boolean says() {
    return text != null && !text.isEmpty();
  }

  /// What stands for thoughts that are gone; null for nothing.
  private String lost() {
    return switch (dialect.missingReasoning()) {
      case MissingReasoning.LeftOut() -> null;
      case MissingReasoning.Text(var placeholder) -> placeholder;
    };
  }
}
