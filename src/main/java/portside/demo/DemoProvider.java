package portside.demo;
public final class DemoProvider implements AutoCloseable { public static DemoProvider start(){return null;} public java.net.URI baseUrl(){return null;} public void close(){} }
