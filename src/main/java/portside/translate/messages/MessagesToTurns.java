package portside.translate.messages;

import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.REPLAY;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.MissingReasoning;
import portside.provider.dialect.Dialect.Replay;
import portside.translate.reasoning.MakersThinking;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.request.AlternatingTurns;
import portside.translate.request.UserBlocks;
import portside.translate.request.UserBlocks.MediaOfResults;
import portside.translate.request.UserBlocks.OpenCall;
import portside.translate.request.UserBlocks.Said;
import portside.translate.text.Blank;
import portside.translate.tools.ToolNames;
import portside.wire.CacheLife;
import portside.wire.Json;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.common.ContentPart;

/// The messages of a request → turns of user and model that alternate, every call answered, for a host of Anthropic's format that knows less than Claude:
/// texts, pictures, files, calls and results, and the thinking it wrote itself.
final class MessagesToTurns extends AlternatingTurns {
  /// A block as it is sent.
  ///
  /// @param mark how long the prefix that ends here shall be cached; null when none does
  record Block(JsonObject json, @Nullable CacheLife mark) {}

  /// @param role `user`, `assistant` or, where the row has a place for it, `system`
  record Turn(String role, List<Block> blocks) {}

  private final ModelIdentity model;
  private final List<Turn> done = new ArrayList<>();

  /// @param model who is asked now; its own thinking goes back to it
  MessagesToTurns(Dialect dialect, ToolNames names, ModelIdentity model) {
    super(dialect, names);
    this.model = model;
  }

  /// @param messages without those that belong to the system prompt
  List<Turn> of(List<InputMessage> messages) {
    write(messages);
    return done;
  }

  @Override
  protected UserBlocks turn(List<OpenCall> calls) {
    return new UserBlocks(dialect, blocks, MediaOfResults.INSIDE, calls);
  }

  @Override
  protected void writeModel(List<ContentBlock> said) {
    boolean calls = said.stream().anyMatch(ContentBlock.ToolUse.class::isInstance);
    boolean thinks = dialect.get(REPLAY) == Replay.ALL || dialect.get(REPLAY) == Replay.TOOL_TURNS && calls;
    var turn = new ArrayList<Block>();
    for (var block : said) {
      switch (block) {
        case ContentBlock.Thinking(var thinking, var signature) ->
            thinking(thinking, signature).filter(_ -> thinks).ifPresent(json -> turn.add(new Block(json, null)));
        case ContentBlock.ToolUse use -> {
          var call = call(use);
          turn.add(new Block(typed("tool_use").add("id", call.id()).add("name", call.name()).add("input", use.input()).build(), null));
        }
        default -> {
          if (!Blank.is(blocks.words(block))) {
            turn.add(text(blocks.words(block), null));
          }
        }
      }
    }
    if (calls && turn.stream().noneMatch(block -> block.json().getString("type").endsWith("thinking"))
        && dialect.get(MISSING_REASONING) instanceof MissingReasoning.Text(var placeholder)) {
      turn.addFirst(new Block(thinking(placeholder, new MakersThinking("", null)), null));
    }
    if (turn.stream().anyMatch(block -> !block.json().getString("type").endsWith("thinking"))) { // thinking that nothing follows is no answer
      done.add(new Turn("assistant", turn));
    }
  }

  private Optional<JsonObject> thinking(String thinking, String signature) {
    return MakersThinking.read(signature, model).map(makers -> makers.redacted() == null ? thinking(thinking, makers) : makers.redacted());
  }

  private static JsonObject thinking(String thinking, MakersThinking makers) {
    return typed("thinking").add("thinking", thinking).add("signature", makers.signature()).build();
  }

  @Override
  protected void writeUser(UserBlocks turn) {
    var all = new ArrayList<Block>();
    for (var result : turn.results()) {
      var content = Json.BUILD.createArrayBuilder();
      result.content().forEach(part -> content.add(part(part)));
      boolean words = result.content().size() == 1 && result.content().getFirst() instanceof ContentPart.Text;
      var json = typed("tool_result").add("tool_use_id", result.call().id());
      all.add(new Block((words ? json.add("content", result.text()) : json.add("content", content)).build(), result.mark()));
    }
    for (var each : turn.said()) {
      switch (each) {
        case Said.Words(var parts, var mark) -> {
          for (int i = 0; i < parts.size(); i++) {
            all.add(new Block(part(parts.get(i)), i == parts.size() - 1 ? mark : null));
          }
        }
        case Said.Note(var text) -> {
          flush(all);
          done.add(new Turn("system", List.of(text(text, null))));
        }
      }
    }
    flush(all);
  }

  private void flush(List<Block> blocks) {
    if (!blocks.isEmpty()) {
      done.add(new Turn("user", List.copyOf(blocks)));
      blocks.clear();
    }
  }

  private Block text(String words, @Nullable CacheLife mark) {
    return new Block(part(new ContentPart.Text(words)), mark);
  }

  private JsonObject part(ContentPart part) {
    reads(part);
    return switch (part) {
      case ContentPart.Text(var text) -> ForeignBlocks.text(text);
      case ContentPart.Image(var url) -> typed("image").add("source", source(url)).build();
      case ContentPart.File(var name, var data) -> typed("document").add("source", source(data)).add("title", name).build();
    };
  }

  private static JsonObjectBuilder source(String url) {
    int comma = url.indexOf(";base64,");
    return url.startsWith("data:") && comma > 0
        ? typed("base64").add("media_type", url.substring(5, comma)).add("data", url.substring(comma + 8))
        : typed("url").add("url", url);
  }

  private static JsonObjectBuilder typed(String type) {
    return Json.BUILD.createObjectBuilder().add("type", type);
  }
}
