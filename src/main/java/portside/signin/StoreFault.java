package portside.signin;

import portside.provider.MissingToken;
import portside.provider.NoToken;

/// The file of a sign-in cannot be used. The message names the file and holds nothing of what is in it.
final class StoreFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final MissingToken.Mend mend;

  StoreFault(MissingToken.Mend mend, String why) {
    super(why, null, false, false);
    this.mend = mend;
  }

  /// Why, in words that hold no secret.
  String why() {
    return String.valueOf(getMessage());
  }

  /// The same for one that wants a token.
  NoToken asMissing() {
    return new NoToken(new MissingToken(mend, why()));
  }
}
