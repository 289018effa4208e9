package portside.routing;

import portside.provider.Provider;

/// Which model of which provider can answer a request; the provider's keys are not chosen yet.
///
/// @param member who is asked
/// @param model the provider's own name of the model
public record Aim(Provider member, String model) {
  /// One whose provider may have another name for the model.
  ///
  /// @param wide whether the client asks for the window of a million tokens
  static Aim of(Provider member, String model, boolean wide) {
    return new Aim(member, member.asked(model, wide));
  }

  /// The same for the same member and model, also after their files were read anew.
  String name() {
    return member.name() + ' ' + member.site() + ' ' + model;
  }
}
