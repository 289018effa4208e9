package portside.translate.request;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import portside.provider.dialect.Dialect;
import portside.translate.text.Blank;
import portside.translate.text.Capped;
import portside.translate.tools.ToolNames;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.ContentBlock.Source;
import portside.wire.common.ContentPart;

/// One content block → what of it can stand in a user message: text, pictures, files. Every block says something or is nothing; none fails.
public final class BlockToParts {
  private static final int LONGEST_UNKNOWN = 4_000;

  private final MediaToParts media;
  private final ToolNames names;

  public BlockToParts(Dialect dialect, ToolNames names) {
    this.media = new MediaToParts(dialect);
    this.names = names;
  }

  /// Whether the model says something in these blocks, or calls a tool.
  public boolean says(List<ContentBlock> blocks) {
    return blocks.stream().anyMatch(block -> block instanceof ContentBlock.ToolUse || !Blank.is(words(block)));
  }

  /// The words of a block of the model, a text as it stands.
  public String words(ContentBlock block) {
    return block instanceof ContentBlock.Text(var text) ? text : textOf(block);
  }

  public void of(List<ContentBlock> blocks, Consumer<ContentPart> out) {
    blocks.forEach(block -> of(block, out));
  }

  public void of(ContentBlock block, Consumer<ContentPart> out) {
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
      case ContentBlock.ContainerUpload(var id) -> out.accept(MediaToParts.note("file " + id + " is in a container that this proxy cannot reach"));
      case ContentBlock.ServerWork work -> text(ServerToolText.of(work), out);
      case ContentBlock.Unknown unknown -> text(Capped.text(JsonBuffer.text(unknown.block()), LONGEST_UNKNOWN), out);
      // Out of place here; their words are kept all the same.
      case ContentBlock.ToolUse use ->
          text(Capped.text("[tool call " + names.toUpstream(use.name()) + ": " + JsonBuffer.text(use.input()) + "]", LONGEST_UNKNOWN), out);
      case ContentBlock.ToolResult result -> of(result.content(), out);
      // Nothing a model should read: reasoning of its own, changes of the tool set, which `tools` shows, and marks.
      case ContentBlock.Thinking _, ContentBlock.RedactedThinking _, ContentBlock.ToolAdded _, ContentBlock.ToolRemoved _,
          ContentBlock.CacheMark _ -> {}
    }
  }

  private static void text(String text, Consumer<ContentPart> out) {
    if (!Blank.is(text)) {
      out.accept(new ContentPart.Text(text));
    }
  }

  private void document(ContentBlock.Document document, Consumer<ContentPart> out) {
    switch (document.source()) {
      case Source.Base64(var type, var data) ->
          media.words(type, data).ifPresentOrElse(words -> words(document, words, out), () -> bytes(document, type, data, out));
      case Source.PlainText(var text) -> words(document, text, out);
      case Source.Blocks(var content) -> blocks(document, content, out);
      case Source.Url(var url) -> words(document, "This document is at " + url + " and was not read.", out);
      case Source.File(var id) -> out.accept(MediaToParts.note("document file " + id + " is not available through this proxy"));
    }
  }

  /// Writes a document of blocks: its words together, its pictures behind them.
  private void blocks(ContentBlock.Document document, List<ContentBlock> content, Consumer<ContentPart> out) {
    var texts = new ArrayList<String>();
    var others = new ArrayList<ContentPart>();
    of(content, part -> {
      if (part instanceof ContentPart.Text(var text)) {
        texts.add(text);
      } else {
        others.add(part);
      }
    });
    words(document, String.join("\n", texts), out);
    others.forEach(out);
  }

  private static void words(ContentBlock.Document document, String words, Consumer<ContentPart> out) {
    var title = document.title() == null ? "" : " title=\"" + document.title() + "\"";
    var context = document.context() == null ? "" : document.context() + "\n\n";
    out.accept(new ContentPart.Text("<document" + title + ">\n" + context + words + "\n</document>"));
  }

  private void bytes(ContentBlock.Document document, String type, String data, Consumer<ContentPart> out) {
    if (document.context() != null) {
      text(document.context(), out);
    }
    out.accept(media.bytes(type, data, document.title()));
  }

  /// The texts among what a block says, and a word for the rest; for messages that hold nothing but text.
  public String textOf(ContentBlock block) {
    var texts = new ArrayList<String>();
    of(block, part -> texts.add(part instanceof ContentPart.Text(var text) ? text : "[" + kind(part) + " left out here]"));
    return texts.stream().collect(Collectors.joining("\n"));
  }

  /// What a part is called in a note.
  public static String kind(ContentPart part) {
    return switch (part) {
      case ContentPart.Text _ -> "text";
      case ContentPart.Image _ -> "image";
      case ContentPart.File _ -> "document";
    };
  }
}
