package portside.provider;

import java.util.Optional;
import portside.provider.copilot.CopilotModels;

/// Knows which models an account is offered, where a provider offers different ones to each.
public interface ModelSource {
  /// There is none: every model can be asked for.
  ModelSource NONE = Optional::empty;

  /// The models, as far as they are known; asks nobody, but may have them asked for meanwhile.
  Optional<CopilotModels> known();

  /// Waits until they are known, or it is clear that they are not to be had for now.
  ///
  /// @return whether there was something to wait for, so that names and rows may be others now
  default boolean await() {
    return false;
  }

  /// The provider refused one of them, so that the list is to be read anew.
  default void doubted() {}
}
