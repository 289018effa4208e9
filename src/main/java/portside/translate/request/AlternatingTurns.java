package portside.translate.request;

import static portside.provider.dialect.Column.CALL_IDS;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.translate.request.UserBlocks.OpenCall;
import portside.translate.tools.ToolNames;
import portside.translate.tools.UpstreamCallIds;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.common.ContentPart;

/// The messages of a request → turns of user and model that alternate, for wires in which each turn is one message: all that the model says before the user
/// does is one turn, and all that the user says before the model does another, in which every call is answered. What the model left empty does not part
/// two turns of the user.
///
/// Each turn is written from what precedes it alone, so a later request of the same conversation begins with the very same turns.
public abstract class AlternatingTurns {
  protected final Dialect dialect;
  protected final BlockToParts blocks;
  private final UpstreamCallIds ids;
  private final ToolNames names;
  private final List<ContentPart> read = new ArrayList<>();
  private List<OpenCall> unanswered = new ArrayList<>();
  /// What the model said last, until the user answers.
  private List<ContentBlock> said = new ArrayList<>();
  /// What the user says now; null while the model speaks.
  private @Nullable UserBlocks user;

  protected AlternatingTurns(Dialect dialect, ToolNames names) {
    this.dialect = dialect;
    this.names = names;
    this.ids = new UpstreamCallIds(dialect.get(CALL_IDS));
    this.blocks = new BlockToParts(dialect, names);
  }

  /// Begins a turn of the user.
  ///
  /// @param calls that it has to answer
  protected abstract UserBlocks turn(List<OpenCall> calls);

  /// Writes what the model said between two turns of the user; may be nothing.
  protected abstract void writeModel(List<ContentBlock> said);

  /// Writes a turn of the user; may be empty.
  protected abstract void writeUser(UserBlocks turn);

  /// Writes all turns.
  ///
  /// @param messages without those that belong to the system prompt
  protected final void write(List<InputMessage> messages) {
    messages.forEach(this::add);
    close();
  }

  /// All that the model is to read in the turns, but for what frames it.
  public final List<ContentPart> read() {
    return read;
  }

  /// Notes what the model is to read.
  protected final void reads(ContentPart part) {
    read.add(part);
  }

  /// A call of the model, which the next turn of the user has to answer.
  protected final OpenCall call(ContentBlock.ToolUse use) {
    var call = new OpenCall(use.id(), ids.next(use.id()), names.toUpstream(use.name()));
    unanswered.add(call);
    reads(new ContentPart.Text(use.input().toString()));
    return call;
  }

  private void add(InputMessage message) {
    switch (message.role()) {
      case USER, SYSTEM -> {
        if (user == null) {
          speak();
          user = turn(unanswered);
        }
        user.add(message);
      }
      case ASSISTANT -> {
        if (user != null && !user.isSilent() && blocks.says(message.content())) { // else the user goes on, as if it had not been there
          close();
        }
        user = user != null && user.isSilent() ? null : user;
        if (user == null) {
          said.addAll(message.content());
        }
      }
    }
  }

  private void speak() {
    var spoken = said;
    said = new ArrayList<>();
    writeModel(spoken);
  }

  private void close() {
    speak();
    var turn = user == null ? turn(unanswered) : user;
    user = null;
    unanswered = new ArrayList<>();
    writeUser(turn);
  }
}
