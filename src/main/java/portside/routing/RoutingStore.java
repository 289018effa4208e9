package portside.routing;

/// Where [RoutingState] outlives the process. What goes wrong there is logged and hinders nothing.
public interface RoutingStore {
  /// Keeps nothing.
  RoutingStore NONE = new RoutingStore() {
    @Override
    public RoutingState load() {
      return RoutingState.NOTHING;
    }

    @Override
    public boolean save(RoutingState state) {
      return true;
    }
  };

  /// What was kept; [RoutingState#NOTHING] when there is none, or no sense in it.
  RoutingState load();

  /// Takes the place of what was kept.
  ///
  /// @return whether it is kept; if not, it is worth trying again
  boolean save(RoutingState state);
}
