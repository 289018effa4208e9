import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which methods of the product were entered. A method is named by its source file and its own name, `exchange/watch/RequestWatchdog.java#beat`; overloads,
/// nested classes and lambdas count as the method around them.
public final class MethodHits {
  private static final List<String> NAMES = new ArrayList<>();
  private static final Map<String, Integer> NUMBERS = new HashMap<>();
  private static volatile boolean[] hit = new boolean[1 << 16];

  private MethodHits() {}

  /// Called at the beginning of each method.
  public static void enter(int method) {
    hit[method] = true;
  }

  static void forget() {
    hit = new boolean[1 << 16];
  }

  static synchronized Set<String> entered() {
    var entered = new TreeSet<String>();
    for (var i = 0; i < NAMES.size(); i++) {
      if (hit[i]) {
        entered.add(NAMES.get(i));
      }
    }
    return entered;
  }

  static synchronized Set<String> known() {
    return new TreeSet<>(NAMES);
  }

  private static synchronized int number(String name) {
    return NUMBERS.computeIfAbsent(name, _ -> {
      NAMES.add(name);
      return NAMES.size() - 1;
    });
  }

  /// Loads the classes of one folder so that they tell what is entered, and all others as they are.
  static final class Loader extends URLClassLoader {
    private final Path watched;

    Loader(URL[] folders, Path watched) {
      super(folders, MethodHits.class.getClassLoader());
      this.watched = watched;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      var file = watched.resolve(name.replace('.', '/') + ".class");
      if (!Files.exists(file)) {
        return super.findClass(name);
      }
      try {
        var code = telling(Files.readAllBytes(file));
        var source = new CodeSource(watched.toUri().toURL(), (Certificate[]) null);
        return defineClass(name, code, 0, code.length, new ProtectionDomain(source, null, this, null));
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }

    private byte[] telling(byte[] code) {
      var files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
          ClassHierarchyResolver.ofResourceParsing(this).orElse(ClassHierarchyResolver.defaultResolver())));
      var model = files.parse(code);
      return files.transformClass(model, (builder, element) -> {
        if (element instanceof MethodModel method && method.code().isPresent()) {
          builder.transformMethod(method, MethodTransform.transformingCode(new Entering(number(name(model, method)))));
        } else {
          builder.with(element);
        }
      });
    }

    private static String name(ClassModel model, MethodModel method) {
      var type = model.thisClass().asInternalName();
      var source = model.findAttribute(Attributes.sourceFile()).map(SourceFileAttribute::sourceFile).map(Object::toString).orElse(type + ".java");
      var name = method.methodName().stringValue();
      if (name.startsWith("lambda$")) {
        name = name.substring(7, name.lastIndexOf('$'));
        name = name.equals("static") ? "<clinit>" : name.equals("new") ? "<init>" : name;
      }
      return type.substring(0, type.lastIndexOf('/') + 1) + source + "#" + name;
    }
  }

  private record Entering(int method) implements CodeTransform {
    private static final ClassDesc HITS = ClassDesc.of("MethodHits");
    private static final MethodTypeDesc ENTER = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

    @Override
    public void atStart(CodeBuilder builder) {
      builder.loadConstant(method).invokestatic(HITS, "enter", ENTER);
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
      builder.with(element);
    }
  }
}
