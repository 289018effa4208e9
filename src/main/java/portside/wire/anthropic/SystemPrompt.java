package portside.wire.anthropic;

import java.util.ArrayList;
import java.util.List;

/// The `system` of a request.
///
/// @param texts without empty ones and the attribution line
/// @param marks for each `cache_control` how many texts stand before it
record SystemPrompt(List<String> texts, List<Integer> marks) {
  static SystemPrompt read(Fields request) {
    var texts = new ArrayList<String>();
    var marks = new ArrayList<Integer>();
    var system = request.value("system");
    if (system == null) {
      return new SystemPrompt(texts, marks);
    }
    for (var block : BlockReader.content(system, request.at("system"))) {
      if (block instanceof ContentBlock.CacheMark && !texts.isEmpty() && !marks.contains(texts.size())) {
        marks.add(texts.size());
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
