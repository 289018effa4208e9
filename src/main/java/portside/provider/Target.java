package portside.provider;

import java.util.Optional;

/// A member of a chain, and which of its models is meant.
///
/// @param member its name
/// @param model of it
public record Target(String member, Model model) {
  /// Which model of a member is asked.
  public sealed interface Model {
    /// Its name for a tier; empty when it is the one that the client names.
    ///
    /// @param own the models of the member
    Optional<String> of(Tier tier, Provider.Models own);
  }

  /// The one its own `BIG_MODEL`, `MIDDLE_MODEL` and `SMALL_MODEL` give for the name the client sent: `glm`.
  public record Mapped() implements Model {
    @Override
    public Optional<String> of(Tier tier, Provider.Models own) {
      return Optional.of(own.of(tier));
    }
  }

  /// That one, whatever the client asked for: `glm:glm-5.3`.
  public record Named(String model) implements Model {
    @Override
    public Optional<String> of(Tier tier, Provider.Models own) {
      return Optional.of(model);
    }
  }

  /// The one the client names, as it is: `glm:passthrough`.
  public record AsAsked() implements Model {
    @Override
    public Optional<String> of(Tier tier, Provider.Models own) {
      return Optional.empty();
    }
  }

  /// The member with its own mapping.
  public static Target mapped(String member) {
    return new Target(member, new Mapped());
  }
}
