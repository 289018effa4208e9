package portside.translate.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import portside.provider.Dialect;
import portside.translate.text.Blank;
import portside.translate.text.Capped;
import portside.translate.tools.ToolNames;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.ContentBlock.Source;
import portside.wire.anthropic.ContentBlock;
import portside.wire.openai.ChatMessage.Part;

/// One content block → what of it can stand in a user message: text, pictures, files. Every block says something or is nothing; none fails.
public final class BlockParts {
  private static final int LONGEST_UNKNOWN = 4_000;

  private final Media media;
  private final ToolNames names;

  public BlockParts(Dialect dialect, ToolNames names) {
    this.media = new Media(dialect);
    this.names = names;
  }

  public void of(List<ContentBlock> blocks, Consumer<Part> out) {
    blocks.forEach(block -> of(block, out));
  }

  public void of(ContentBlock block, Consumer<Part> out) {
    switch (block) {
      case ContentBlock.Text(var text) -> text(text, out);
      case ContentBlock.Image(var source) -> out.accept(media.image(source));
      case ContentBlock.Document document -> document(document, out);
      case ContentBlock.SearchResult result -> {
        text("Title: " + result.title() + "\nSource: " + result.source(), out);
        of(result.content(), out);
      }
      case ContentBlock.ToolReference(var name) -> text("Tool " + names.toUpstream(name) + " is now available.", out);
      case ContentBlock.Compaction compaction -> {
        if (compaction.summary() != null) {
          text("Summary of the conversation so far:\n" + compaction.summary(), out);
        }
      }
      case ContentBlock.ContainerUpload(var id) -> out.accept(Media.note("file " + id + " is in a container that this proxy cannot reach"));
      case ContentBlock.ServerWork work -> text(ServerWorkText.of(work), out);
      case ContentBlock.Unknown unknown -> text(Capped.text(JsonBuffer.text(unknown.block()), LONGEST_UNKNOWN), out);
      // Out of place here; their words are kept all the same.
      case ContentBlock.ToolUse use ->
          text(Capped.text("[tool call " + names.toUpstream(use.name()) + ": " + JsonBuffer.text(use.input()) + "]", LONGEST_UNKNOWN), out);
      case ContentBlock.ToolResult result -> of(result.content(), out);
      // Nothing a model should read: thoughts of its own, changes of the tool set, which `tools` shows, and marks.
      case ContentBlock.Thinking _, ContentBlock.RedactedThinking _, ContentBlock.ToolAdded _, ContentBlock.ToolRemoved _,
          ContentBlock.CacheMark _ -> {}
    }
  }

  private static void text(String text, Consumer<Part> out) {
    if (!Blank.is(text)) {
      out.accept(new Part.Text(text));
    }
  }

  private void document(ContentBlock.Document document, Consumer<Part> out) {
    switch (document.source()) {
      case Source.Base64(var type, var data) ->
          media.words(type, data).ifPresentOrElse(words -> words(document, words, out), () -> bytes(document, type, data, out));
      case Source.PlainText(var text) -> words(document, text, out);
      case Source.Blocks(var content) -> blocks(document, content, out);
      case Source.Url(var url) -> words(document, "This document is at " + url + " and was not read.", out);
      case Source.File(var id) -> out.accept(Media.note("document file " + id + " is not available through this proxy"));
    }
  }

  /// A document of blocks: its words together, its pictures behind them.
  private void blocks(ContentBlock.Document document, List<ContentBlock> content, Consumer<Part> out) {
    var texts = new ArrayList<String>();
    var others = new ArrayList<Part>();
    of(content, part -> {
      if (part instanceof Part.Text(var text)) {
        texts.add(text);
      } else {
        others.add(part);
      }
    });
    words(document, String.join("\n", texts), out);
    others.forEach(out);
  }

  private static void words(ContentBlock.Document document, String words, Consumer<Part> out) {
    var title = document.title() == null ? "" : " title=\"" + document.title() + "\"";
    var context = document.context() == null ? "" : document.context() + "\n\n";
    out.accept(new Part.Text("<document" + title + ">\n" + context + words + "\n</document>"));
  }

  private void bytes(ContentBlock.Document document, String type, String data, Consumer<Part> out) {
    if (document.context() != null) {
      text(document.context(), out);
    }
    out.accept(media.bytes(type, data, document.title()));
  }

  /// The texts among what a block says, and a word for the rest; for messages that hold nothing but text.
  public String textOf(ContentBlock block) {
    var texts = new ArrayList<String>();
    of(block, part -> texts.add(part instanceof Part.Text(var text) ? text : "[" + kind(part) + " left out here]"));
    return texts.stream().collect(Collectors.joining("\n"));
  }

  /// What a part is called in a note.
  static String kind(Part part) {
    return switch (part) {
      case Part.Text _ -> "text";
      case Part.Image _ -> "image";
      case Part.File _ -> "document";
    };
  }
}
