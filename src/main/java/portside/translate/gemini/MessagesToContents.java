package portside.translate.gemini;

import static portside.provider.dialect.Column.CALL_ID_MEMBER;
import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.MEDIA_IN_RESULTS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.CallSignatures;
import portside.translate.reasoning.GoogleSignatures;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.request.AlternatingTurns;
import portside.translate.request.BlockToParts;
import portside.translate.request.MediaToParts;
import portside.translate.request.UserBlocks;
import portside.translate.request.UserBlocks.MediaOfResults;
import portside.translate.request.UserBlocks.OpenCall;
import portside.translate.request.UserBlocks.Said;
import portside.translate.text.Blank;
import portside.translate.tools.ToolNames;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.common.ContentPart;
import portside.wire.gemini.Content;
import portside.wire.gemini.Content.Speaker;
import portside.wire.gemini.Part;

/// The messages of a request → turns of user and model that alternate and begin with the user, every call answered in the turn behind it.
///
/// The words of the model's thinking stay behind; its signatures go back on the parts they came with. A turn whose first call has lost its own bears the
/// words that Google takes in its place, also long after: each turn is written from what precedes it alone, so that a later one begins with the very
/// same turns.
final class MessagesToContents extends AlternatingTurns {
  /// What Google takes for the signature of a call that has lost its own, or was made by another model (ai.google.dev, "Thought signatures").
  private static final String UNSIGNED = "skip_thought_signature_validator";

  /// What may stand inside a result (Gemini API, "Function calling", multimodal responses).
  private static final Set<String> INSIDE = Set.of("image/png", "image/jpeg", "image/webp", "application/pdf", "text/plain");

  /// The types of linked files by the ends of their addresses.
  private static final Map<String, String> BY_ENDING =
      Map.of("png", "image/png", "webp", "image/webp", "gif", "image/gif", "heic", "image/heic", "pdf", "application/pdf");

  private final ModelIdentity model;
  private final List<Content> done = new ArrayList<>();

  /// @param model who is asked now
  MessagesToContents(Dialect dialect, ToolNames names, ModelIdentity model) {
    super(dialect, names);
    this.model = model;
  }

  /// @param messages without those that belong to the system prompt
  List<Content> of(List<InputMessage> messages) {
    write(messages);
    if (!done.isEmpty() && done.getFirst().speaker() == Speaker.MODEL) {
      done.addFirst(new Content(Speaker.USER, List.of(new Part.Text(" ", null))));
    }
    return done;
  }

  @Override
  protected UserBlocks turn(List<OpenCall> calls) {
    var media = dialect.get(MEDIA_IN_RESULTS) ? MediaOfResults.INSIDE : MediaOfResults.BEHIND;
    return new UserBlocks(dialect, blocks, media, false, calls);
  }

  @Override
  protected void writeModel(List<ContentBlock> said) {
    var calls = new HashMap<String, String>();
    said.forEach(block -> signatures(block).ifPresent(signatures -> calls.putAll(signatures.calls())));
    boolean signed = said.stream().anyMatch(block -> block instanceof ContentBlock.ToolUse use && calls.containsKey(use.id()));
    boolean unsigned = dialect.get(CALL_SIGNATURES) == CallSignatures.GOOGLE && !signed;
    var parts = new ArrayList<Part>();
    for (var block : said) {
      switch (block) {
        case ContentBlock.Thinking _ ->
            signatures(block).map(GoogleSignatures::text).filter(signature -> !signature.isEmpty()).ifPresent(signature -> sign(parts, signature));
        case ContentBlock.ToolUse use -> {
          var call = call(use);
          parts.add(new Part.FunctionCall(id(call), call.name(), use.input(), unsigned ? UNSIGNED : calls.get(use.id())));
          unsigned = false; // of calls made together Google signs only the first
        }
        default -> {
          if (!Blank.is(blocks.words(block))) {
            reads(new ContentPart.Text(blocks.words(block)));
            parts.add(new Part.Text(blocks.words(block), null));
          }
        }
      }
    }
    if (parts.stream().anyMatch(part -> !(part instanceof Part.Text(var text, _) && text.isEmpty()))) {
      done.add(new Content(Speaker.MODEL, List.copyOf(parts)));
    }
  }

  /// A signature belongs to the text before it, and stands on an empty one where there is none.
  private static void sign(List<Part> parts, String signature) {
    boolean onText = !parts.isEmpty() && parts.getLast() instanceof Part.Text;
    var words = onText && parts.removeLast() instanceof Part.Text(var text, _) ? text : "";
    parts.add(new Part.Text(words, signature));
  }

  private Optional<GoogleSignatures> signatures(ContentBlock block) {
    return dialect.get(CALL_SIGNATURES) != CallSignatures.NONE && block instanceof ContentBlock.Thinking(_, var signature)
        ? GoogleSignatures.read(signature, model) : Optional.empty();
  }

  private @Nullable String id(OpenCall call) {
    return dialect.get(CALL_ID_MEMBER) && !CallIds.isMade(call.clientId()) ? call.id() : null;
  }

  @Override
  protected void writeUser(UserBlocks turn) {
    var parts = new ArrayList<Part>();
    var behind = new ArrayList<Part>();
    for (var result : turn.results()) {
      var inside = new ArrayList<Part.InlineData>();
      for (var piece : result.content()) {
        reads(piece);
        if (!(piece instanceof ContentPart.Text)) {
          if (part(piece) instanceof Part.InlineData data && INSIDE.contains(data.mimeType())) {
            inside.add(data);
          } else {
            behind.add(new Part.Text("[" + BlockToParts.kind(piece) + " from the result of " + result.call().name() + "]", null));
            behind.add(part(piece));
          }
        }
      }
      parts.add(new Part.FunctionResponse(id(result.call()), result.call().name(), result.error() ? "error" : "output", result.text().strip(), inside));
    }
    parts.addAll(behind);
    for (var each : turn.said()) {
      switch (each) {
        case Said.Words(var pieces, _) -> {
          pieces.forEach(this::reads);
          pieces.forEach(piece -> parts.add(part(piece)));
        }
        case Said.Note(var text) -> {
          reads(new ContentPart.Text(text));
          parts.add(new Part.Text(text, null)); // this wire has no place for it
        }
      }
    }
    if (!parts.isEmpty()) {
      done.add(new Content(Speaker.USER, List.copyOf(parts)));
    }
  }

  private static Part part(ContentPart part) {
    return switch (part) {
      case ContentPart.Text(var text) -> new Part.Text(text, null);
      case ContentPart.Image(var url) -> media(url);
      case ContentPart.File(_, var data) -> media(data);
    };
  }

  private static Part media(String url) {
    int comma = url.indexOf(";base64,");
    if (url.startsWith("data:")) {
      return comma > 0 ? new Part.InlineData(url.substring("data:".length(), comma), url.substring(comma + ";base64,".length()))
          : part(MediaToParts.note("image in a form this proxy does not know"));
    }
    var path = url.replaceFirst("[?#].*", "");
    return new Part.FileData(BY_ENDING.getOrDefault(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), "image/jpeg"), url);
  }
}
