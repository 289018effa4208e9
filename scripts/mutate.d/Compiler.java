import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles a broken file against the product's classes as they are.
record Compiler(String libraries, Path mainClasses) {

  boolean compile(Spot spot, Set<Path> files, Path out) throws IOException {
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
      var options = List.of("-proc:none", "-implicit:none", "-nowarn", "-cp", mainClasses + ":" + libraries, "-d", out.toString());
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
