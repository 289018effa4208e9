import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs test classes in a Java of its own, one after the other. The product and its tests are no part of the class path, so that they can be loaded anew.
///
///     TestRun kill FOLDERS CLASS...        ends with 1 and the name of the test at the first that fails, with 0 when none does
///     TestRun map FOLDERS OUTDIR CLASS...  writes for each class how long it took, whether it passed and which methods it entered
public final class TestRun {
  private TestRun() {}

  public static void main(String... args) throws Exception {
    var folders = Arrays.stream(args[1].split(":")).map(Path::of).toList();
    System.setProperty("java.class.path", args[1] + ":" + System.getProperty("java.class.path")); // for tests that start a Java of their own
    if (args[0].equals("map")) {
      for (var name : List.of(args).subList(3, args.length)) {
        map(folders, Path.of(args[2]), name);
      }
      System.exit(0);
    }
    kill(folders, List.of(args).subList(2, args.length));
    end(0);
  }

  private static void kill(List<Path> folders, List<String> names) throws Exception {
    run(new URLClassLoader(urls(folders), TestRun.class.getClassLoader()), names, (test, why) -> {
      System.out.println("FAILED " + test + ": " + why);
      end(1);
    });
  }

  /// Ends the processes that tests started, too.
  private static void end(int code) {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(code); // a thread that a broken product left running may not hold this up
  }

  private static void map(List<Path> folders, Path out, String name) throws Exception {
    MethodHits.forget();
    var failed = new ArrayList<String>();
    var began = System.nanoTime();
    try (var loader = new MethodHits.Loader(urls(folders), folders.getFirst())) {
      run(loader, List.of(name), (test, why) -> failed.add(test + ": " + why));
    }
    var lines = new ArrayList<>(List.of((System.nanoTime() - began) / 1_000_000 + " " + (failed.isEmpty() ? "passed" : "failed " + failed.getFirst())));
    lines.addAll(MethodHits.entered());
    write(out.resolve(name), lines);
    write(out.resolve("methods"), List.copyOf(MethodHits.known()));
  }

  private interface Failure {
    void of(String test, Throwable why);
  }

  private static void run(ClassLoader loader, List<String> names, Failure failure) throws ClassNotFoundException {
    Thread.currentThread().setContextClassLoader(loader);
    var launcher = LauncherFactory.create();
    for (var name : names) { // one at a time, so that they keep their order
      launcher.execute(request(loader.loadClass(name)), new TestExecutionListener() {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
          if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            failure.of(test.getLegacyReportingName() + " of " + name, result.getThrowable().orElse(null));
          }
        }
      });
    }
  }

  private static LauncherDiscoveryRequest request(Class<?> test) {
    return LauncherDiscoveryRequestBuilder.request().selectors(DiscoverySelectors.selectClass(test))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "false").build();
  }

  private static URL[] urls(List<Path> folders) throws MalformedURLException {
    var urls = new ArrayList<URL>();
    for (var folder : folders) {
      urls.add(folder.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private static void write(Path file, List<String> lines) throws IOException {
    var part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, lines);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
