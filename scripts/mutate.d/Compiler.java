import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles a broken file against the product's classes as they are; one of the launcher for Java 8, as the build does.
record Compiler(String libraries, Path mainClasses) {

  boolean compile(Spot spot, Set<Path> files, Path out) throws IOException {
    var launcher = files.stream().filter(file -> file.toString().contains("portside/launch/")).collect(Collectors.toCollection(TreeSet::new));
    var others = new TreeSet<>(files);
    others.removeAll(launcher);
    return compile(spot, launcher, out, List.of("--release", "8")) && compile(spot, others, out, List.of());
  }

  private boolean compile(Spot spot, Set<Path> files, Path out, List<String> release) throws IOException {
    if (files.isEmpty()) {
      return true;
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    var ignored = new DiagnosticCollector<JavaFileObject>();
    try (var manager = compiler.getStandardFileManager(ignored, null, null)) {
      var sources = new ArrayList<JavaFileObject>();
      for (var file : files) {
        if (file.equals(spot.file())) {
          sources.add(new Broken(spot));
        } else {
          manager.getJavaFileObjects(file).forEach(sources::add);
        }
      }
      var options = new ArrayList<>(List.of("-proc:none", "-implicit:none", "-nowarn", "-cp", mainClasses + ":" + libraries, "-d", out.toString()));
      options.addAll(release);
      return compiler.getTask(null, manager, ignored, options, null, sources).call();
    }
  }

  private static final class Broken extends SimpleJavaFileObject {
    private final Spot spot;

    Broken(Spot spot) {
      super(URI.create("broken:///" + spot.file()), Kind.SOURCE);
      this.spot = spot;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return spot.broken();
    }
  }
}
