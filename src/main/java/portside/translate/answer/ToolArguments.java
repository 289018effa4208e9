package portside.translate.answer;

import org.jspecify.annotations.Nullable;

/// The arguments of one tool call as they arrive. What is sure to be the start of a JSON object is passed on at once; everything else waits
/// until the call ends and is then repaired, where that can be.
///
/// ```
///   first character `{`  ──►  flowing ──(a character JSON forbids)──►  waiting for repair
///   anything else        ──►  waiting for repair
/// ```
public final class ToolArguments {
  /// More blanks in a row than any honest call contains; GitHub Copilot has been seen to send it without end.
  private static final int ENDLESS_BLANKS = 500;

  private final StringBuilder received = new StringBuilder();
  private final JsonProgress progress = new JsonProgress();
  /// Up to here the text is the start of an object or the whole of it.
  private int sound;
  private int passedOn;
  private int blanks;
  private boolean unreadable;
  private boolean completed;
  /// Whether pieces repeat what came before.
  private boolean cumulative;
  /// What is made of so many characters; null for nothing.
  private @Nullable String repaired;
  private int repairedLength = -1;

  /// Takes the next piece. Cumulative pieces, which repeat what came before, add only what is new; what follows a complete value is dropped.
  public void add(String piece) {
    countBlanks(piece);
    if (isComplete()) {
      return;
    }
    cumulative |= repeats(piece);
    boolean again = cumulative && startsWithReceived(piece);
    received.append(piece, again ? received.length() : 0, piece.length());
    sound = progress.follow(received, sound);
  }

  /// Whether nothing but blanks has come.
  public boolean isEmpty() {
    return progress.verdict() == JsonProgress.Verdict.EMPTY;
  }

  /// Whether a whole JSON value has come.
  public boolean isComplete() {
    return progress.verdict() == JsonProgress.Verdict.COMPLETE;
  }

  /// Whether an object has come, or another value that means one.
  public boolean isObject() {
    return isComplete() && (startsObject() || repaired() != null);
  }

  /// Whether blank space comes without end.
  public boolean isRunaway() {
    return blanks >= ENDLESS_BLANKS;
  }

  /// Whether the piece says again what was already complete.
  public boolean repeatsWhole(String piece) {
    return isComplete() && piece.strip().contentEquals(received.substring(0, sound).strip());
  }

  /// What may be passed on and was not yet; empty when there is nothing. Of what may still be meant otherwise nothing is passed on, so that a
  /// repair can take its place.
  public String flowing() {
    return upTo(sound - progress.unsettled());
  }

  /// What is left of a call that was cut off, as far as it is JSON. It gets no rest: to complete it would be to run something nobody asked for.
  public String cut() {
    return upTo(sound);
  }

  /// The rest of a call that ended as its maker meant it; with what was passed on before it makes one object wherever that can be.
  public String rest() {
    if (isComplete() && startsObject()) {
      return flowing();
    }
    if (progress.lacksOnlyBrackets() && startsObject()) {
      completed = true;
      return upTo(sound) + progress.missingBrackets();
    }
    var repaired = repaired();
    var sent = received.substring(0, passedOn).stripLeading();
    if (repaired != null && repaired.startsWith(sent)) {
      return repaired.substring(sent.length());
    }
    unreadable = true;
    return passedOn == 0 ? "{}" : received.substring(passedOn);
  }

  /// Whether [#rest()] could not make an object of what came.
  public boolean isUnreadable() {
    return unreadable;
  }

  /// Whether [#rest()] added closing brackets that did not come.
  public boolean isCompleted() {
    return completed;
  }

  /// The text as it came.
  public String received() {
    return received.toString();
  }

  private @Nullable String repaired() {
    if (repairedLength != received.length()) {
      repairedLength = received.length();
      repaired = ArgumentRepair.repair(received.toString());
    }
    return repaired;
  }

  private String upTo(int end) {
    if (!startsObject()) {
      return "";
    }
    var text = received.substring(passedOn, end);
    passedOn = end;
    return text;
  }

  private boolean startsObject() {
    for (int i = 0; i < sound; i++) {
      char c = received.charAt(i);
      if (!Character.isWhitespace(c)) {
        return c == '{';
      }
    }
    return false;
  }

  /// Whether the piece can only be a repetition: an object inside an object may begin like the one around it.
  private boolean repeats(String piece) {
    if (received.length() == 0 || received.charAt(0) != '{' || !startsWithReceived(piece)) {
      return false;
    }
    var nested = new JsonProgress();
    nested.follow(received + piece, 0);
    return nested.verdict() == JsonProgress.Verdict.BROKEN;
  }

  private boolean startsWithReceived(String piece) {
    return piece.length() >= received.length() && piece.startsWith(received.toString());
  }

  private void countBlanks(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      blanks = Character.isWhitespace(piece.charAt(i)) ? blanks + 1 : 0;
      if (isRunaway()) {
        return;
      }
    }
  }
}
