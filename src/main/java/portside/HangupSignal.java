package portside;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;

/// Has SIGHUP read the files anew, as it does with other servers. Not where the process has a controlling terminal: there the signal says that the
/// terminal is gone, and ends the process; but `-Dportside.hangup=reload`, which `start-all-proxies.sh` passes, says that it never comes from there. Does
/// nothing on Windows, which has no such signal, and where the process was started to ignore it, as by `nohup`: the JVM keeps to that.
///
/// Java has no API for signals; `sun.misc.Signal` (module jdk.unsupported) is what there is, and compilers warn of it by name.
final class HangupSignal {
  private HangupSignal() {}

  /// @param asked runs on a thread of its own with each signal
  /// @return whether signals are heard
  static boolean start(Runnable asked) {
    if (!"reload".equals(System.getProperty("portside.hangup")) && hasTerminal()) {
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
      var before = signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance("HUP"), ours);
      return before != handler.getField("SIG_IGN").get(null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.getLogger(HangupSignal.class.getName()).log(Level.DEBUG, "SIGHUP does not reload here", e);
      return false;
    }
  }

  /// Opening it is the way to ask (POSIX, "/dev/tty"); `System.console()` would load a terminal library to say so.
  private static boolean hasTerminal() {
    try (var _ = new FileInputStream("/dev/tty")) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
