package portside.upstream;

import portside.wire.Fault;

/// No connection to the provider came about.
final class NoConnection extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;
  private final boolean refused;

  /// @param fault what the client is told
  /// @param refused whether the connection was refused at once
  NoConnection(Fault fault, boolean refused) {
    super(fault.message(), null, false, false);
    this.fault = fault;
    this.refused = refused;
  }

  SendResult.Failed outcome() {
    return new SendResult.Failed(fault, refused ? SendResult.Stage.REFUSED : SendResult.Stage.NOT_REACHED);
  }
}
