package portside.wire.anthropic;

import java.util.ArrayList;
import java.util.List;
import portside.wire.anthropic.MessagesRequest.SystemMark;

/// The `system` of a request.
///
/// @param texts without empty ones and the attribution line
/// @param marks where a `cache_control` stands
record SystemPrompt(List<String> texts, List<SystemMark> marks) {
  static SystemPrompt read(CheckedFields request) {
    var texts = new ArrayList<String>();
    var marks = new ArrayList<SystemMark>();
    var system = request.value("system");
    if (system == null) {
      return new SystemPrompt(texts, marks);
    }
    for (var block : BlockReader.content(system, request.at("system"))) {
      if (block instanceof ContentBlock.CacheMark(var life)) {
        SystemMark.add(marks, texts.size(), life);
      }
      var text = block instanceof ContentBlock.Text words ? words.text() : "";
      var kept = Attribution.without(text, texts.isEmpty());
      if (!kept.replace("\0", "").isBlank()) { // NUL is taken out on the way
        texts.add(kept);
      }
    }
    return new SystemPrompt(texts, marks);
  }
}
