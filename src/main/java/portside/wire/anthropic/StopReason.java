package portside.wire.anthropic;

import java.util.Locale;

/// Why a message ended (Anthropic API, `stop_reason`).
public enum StopReason {
  END_TURN,
  MAX_TOKENS,
  STOP_SEQUENCE,
  TOOL_USE,
  REFUSAL,
  MODEL_CONTEXT_WINDOW_EXCEEDED;

  /// The name on the wire.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
