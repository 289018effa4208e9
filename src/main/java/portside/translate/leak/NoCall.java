package portside.translate.leak;

/// Why a text cannot be read as a tool call.
final class NoCall extends Exception {
  private static final long serialVersionUID = 1L;

  /// What stands here is no call, whatever comes behind it.
  static final NoCall NEVER = new NoCall();

  /// It may be one; more must come to tell.
  static final NoCall NOT_YET = new NoCall();

  private NoCall() {
    super(null, null, false, false);
  }
}
