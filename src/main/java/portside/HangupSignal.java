package portside;

import java.io.Console;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.util.Optional;

/// Has SIGHUP read the files anew, as it does with other servers. Not where a person has the process in a terminal: there the signal says that the
/// terminal is gone, and ends the process. Does nothing on Windows, which has no such signal, and where the process was started to ignore it (`nohup`).
///
/// Java has no API for signals; `sun.misc.Signal` (module jdk.unsupported) is what there is, and compilers warn of it by name.
final class HangupSignal {
  private HangupSignal() {}

  /// @param asked runs on a thread of its own with each signal
  /// @return whether signals are heard
  @SuppressWarnings("SystemConsoleNull") // null is one way of saying that there is no terminal
  static boolean start(Runnable asked) {
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()) {
      return false;
    }
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (_, method, _) -> {
        if (method.getName().equals("handle")) {
          asked.run();
        }
        return null;
      });
      var _ = signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance("HUP"), ours);
      return true;
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.getLogger(HangupSignal.class.getName()).log(Level.DEBUG, "SIGHUP does not reload here", e);
      return false;
    }
  }
}
