package portside.translate.chat;

/// Chooses which choice each part of the answer comes from. One answer is asked for, yet GitHub Copilot spreads it over choices, text in one and
/// calls in another; a provider that sends alternatives all the same must not have them mixed. So the first choice that thinks, speaks or calls is
/// the one that goes on doing so.
final class ChoiceSelector {
  private static final int NOBODY = Integer.MIN_VALUE;

  private int thinker = NOBODY;
  private int speaker = NOBODY;
  private int caller = NOBODY;

  boolean mayThink(int choice) {
    thinker = thinker == NOBODY ? choice : thinker;
    return thinker == choice;
  }

  boolean maySpeak(int choice) {
    speaker = speaker == NOBODY ? choice : speaker;
    return speaker == choice;
  }

  boolean mayCall(int choice) {
    caller = caller == NOBODY ? choice : caller;
    return caller == choice;
  }

  /// Whether the finish reason of this choice is that of the answer.
  boolean mayFinish(int choice) {
    boolean nobody = thinker == NOBODY && speaker == NOBODY && caller == NOBODY;
    return nobody || choice == thinker || choice == speaker || choice == caller;
  }
}
