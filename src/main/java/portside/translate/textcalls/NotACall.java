package portside.translate.textcalls;

/// Why a text cannot be read as a tool call.
@SuppressWarnings("StaticAssignmentOfThrowable") // without a stack trace
final class NotACall extends Exception {
  private static final long serialVersionUID = 1L;

  /// What stands here is no call, whatever comes behind it.
  static final NotACall NEVER = new NotACall();

  /// It may be one; more must come to tell.
  static final NotACall NOT_YET = new NotACall();

  private NotACall() {
    super(null, null, false, false);
  }
}
