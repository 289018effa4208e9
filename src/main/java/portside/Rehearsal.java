package portside;

/// later
final class Rehearsal {
  private Rehearsal() {}

  public static void main(String[] args) throws Exception {
    portside.launch.Launcher.main(new String[] {"--port", "0"});
    try (var s = new java.net.Socket("127.0.0.1", Integer.getInteger("portside.port"))) {
      s.getOutputStream().write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes());
      System.out.println(new String(s.getInputStream().readNBytes(100)));
    }
    System.exit(0);
  }
}
