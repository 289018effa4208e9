import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/// Finds where a source file can be broken by a little. Only parsed, so some of the breakages do not compile.
///
/// Left out is what no test need notice: annotations, assertions, `toString`, `hashCode`, `equals`, and logging below INFO.
final class Spots extends TreePathScanner<Void, Void> {
  private static final Map<Tree.Kind, String> OTHER = Map.ofEntries(
      Map.entry(Tree.Kind.LESS_THAN, "<="), Map.entry(Tree.Kind.LESS_THAN_EQUAL, "<"),
      Map.entry(Tree.Kind.GREATER_THAN, ">="), Map.entry(Tree.Kind.GREATER_THAN_EQUAL, ">"),
      Map.entry(Tree.Kind.EQUAL_TO, "!="), Map.entry(Tree.Kind.NOT_EQUAL_TO, "=="),
      Map.entry(Tree.Kind.CONDITIONAL_AND, "||"), Map.entry(Tree.Kind.CONDITIONAL_OR, "&&"),
      Map.entry(Tree.Kind.PLUS, "-"), Map.entry(Tree.Kind.MINUS, "+"),
      Map.entry(Tree.Kind.PLUS_ASSIGNMENT, "-="), Map.entry(Tree.Kind.MINUS_ASSIGNMENT, "+="),
      Map.entry(Tree.Kind.POSTFIX_INCREMENT, "--"), Map.entry(Tree.Kind.POSTFIX_DECREMENT, "++"),
      Map.entry(Tree.Kind.PREFIX_INCREMENT, "--"), Map.entry(Tree.Kind.PREFIX_DECREMENT, "++"));
  private static final Map<String, String> NOTHING = Map.of(
      "String", "\"\"", "Optional", "java.util.Optional.empty()", "List", "java.util.List.of()", "Set", "java.util.Set.of()", "Map", "java.util.Map.of()",
      "Stream", "java.util.stream.Stream.empty()", "int", "0", "long", "0", "double", "0");
  private static final Set<String> UNSEEN = Set.of("toString", "hashCode", "equals");
  private static final Pattern FINE_LOG = Pattern.compile("\\.log\\(\\s*(Level\\.)?(DEBUG|TRACE|FINE|FINER|FINEST)\\b");
  private static final Pattern SIZED = Pattern.compile("new (ArrayList|HashMap|LinkedHashMap|HashSet|StringBuilder|ByteArrayOutputStream)(<.*>)?\\([^()\"]*(\\(\\)[^()\"]*)?\\)");
  /// Whose words are read by persons and machines outside: log lines, headers, metrics.
  private static final Pattern SPEAKS = Pattern.compile("(log|header|set|add|put|name|help|labelNames|labelValues|println|printf|print|append|format|formatted)");

  private static final Pattern TIMED = Pattern.compile("(Duration|TimeUnit)\\.");
  private static final Pattern TIME = Pattern.compile("(^|_)(NANOS|MICROS|MILLIS|SECONDS|MINUTES|HOURS|DAYS)($|_)");

  private final Path file;
  private final String key;
  private final String source;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private final List<Spot> spots = new ArrayList<>();

  private Spots(Path file, Path root, JavacTask task, CompilationUnitTree unit) throws IOException {
    this.file = file;
    this.key = root.relativize(file).toString();
    this.source = unit.getSourceFile().getCharContent(true).toString();
    this.unit = unit;
    this.positions = Trees.instance(task).getSourcePositions();
  }

  static List<Spot> in(Path file, Path root) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(file));
      var spots = new ArrayList<Spot>();
      for (var unit : task.parse()) {
        var scanner = new Spots(file, root, task, unit);
        scanner.scan(unit, null);
        spots.addAll(scanner.spots);
      }
      return spots;
    }
  }

  @Override
  public Void visitAnnotation(AnnotationTree tree, Void nothing) {
    return null;
  }

  @Override
  public Void visitAssert(AssertTree tree, Void nothing) {
    return null;
  }

  @Override
  public Void visitMethod(MethodTree tree, Void nothing) {
    return UNSEEN.contains(tree.getName().toString()) ? null : super.visitMethod(tree, nothing);
  }

  @Override
  public Void visitIf(IfTree tree, Void nothing) {
    negate(((ParenthesizedTree) tree.getCondition()).getExpression(), "if negated");
    return super.visitIf(tree, nothing);
  }

  @Override
  public Void visitConditionalExpression(ConditionalExpressionTree tree, Void nothing) {
    negate(tree.getCondition(), "choice negated");
    return super.visitConditionalExpression(tree, nothing);
  }

  @Override
  public Void visitExpressionStatement(ExpressionStatementTree tree, Void nothing) {
    if (tree.getExpression() instanceof MethodInvocationTree call && text(tree).endsWith(";") && !text(call).matches("(?s)(this|super)\\(.*")
        && !FINE_LOG.matcher(text(call)).find()) {
      add(from(tree), to(tree), ";", "call dropped");
    }
    return super.visitExpressionStatement(tree, nothing);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree tree, Void nothing) {
    return FINE_LOG.matcher(text(tree)).find() && text(tree).indexOf(".log(") == text(tree).indexOf('.') ? null : super.visitMethodInvocation(tree, nothing);
  }

  @Override
  public Void visitBinary(BinaryTree tree, Void nothing) {
    var other = OTHER.get(tree.getKind());
    var joins = (tree.getKind() == Tree.Kind.PLUS) && text(tree).contains("\"");
    if (other != null && !joins) {
      var between = source.substring(to(tree.getLeftOperand()), from(tree.getRightOperand()));
      var operator = between.replaceAll("//.*", "").replaceAll("[\\s()]", "");
      var at = to(tree.getLeftOperand()) + between.indexOf(operator);
      add(at, at + operator.length(), other, operator + " as " + other);
    }
    return super.visitBinary(tree, nothing);
  }

  @Override
  public Void visitCompoundAssignment(CompoundAssignmentTree tree, Void nothing) {
    var other = OTHER.get(tree.getKind());
    if (other != null) {
      var at = source.indexOf('=', to(tree.getVariable())) - 1;
      add(at, at + 2, other, source.substring(at, at + 2) + " as " + other);
    }
    return super.visitCompoundAssignment(tree, nothing);
  }

  @Override
  public Void visitUnary(UnaryTree tree, Void nothing) {
    var operand = tree.getExpression();
    switch (tree.getKind()) {
      case LOGICAL_COMPLEMENT -> {
        if (!(getCurrentPath().getParentPath().getParentPath().getLeaf() instanceof IfTree)) { // the same as a negated if
          add(from(tree), from(operand), "", "! removed");
        }
      }
      case POSTFIX_INCREMENT, POSTFIX_DECREMENT -> add(to(operand), to(tree), OTHER.get(tree.getKind()), "counts the other way");
      case PREFIX_INCREMENT, PREFIX_DECREMENT -> add(from(tree), from(operand), OTHER.get(tree.getKind()), "counts the other way");
      default -> { }
    }
    return super.visitUnary(tree, nothing);
  }

  /// A collection that is made larger or smaller than it will be is the same collection.
  @Override
  public Void visitNewClass(NewClassTree tree, Void nothing) {
    return SIZED.matcher(text(tree)).matches() ? null : super.visitNewClass(tree, nothing);
  }

  @Override
  public Void visitReturn(ReturnTree tree, Void nothing) {
    var value = tree.getExpression();
    if (value != null && value.getKind() != Tree.Kind.BOOLEAN_LITERAL && enclosing() instanceof MethodTree method) {
      var type = method.getReturnType().toString().replaceAll("<.*", "");
      if (type.equals("boolean")) {
        add(from(value), to(value), "!(" + text(value) + ")", "returns the opposite");
      } else {
        var empty = NOTHING.getOrDefault(type, "null");
        if (!empty.endsWith(text(value))) {
          add(from(value), to(value), empty, "returns nothing");
        }
      }
    }
    return super.visitReturn(tree, nothing);
  }

  @Override
  public Void visitLiteral(LiteralTree tree, Void nothing) {
    switch (tree.getKind()) {
      case BOOLEAN_LITERAL -> add(from(tree), to(tree), text(tree).equals("true") ? "false" : "true", "the other truth");
      case INT_LITERAL, LONG_LITERAL -> {
        var bound = constant();
        if (bound != null) {
          if (!text(tree).matches("1[lL]?") && !timed()) { // one and one is its double
            add(from(tree), to(tree), "(" + text(tree) + " + 1)", "bound and one", bound);
          }
          if (!text(tree).equals("0")) {
            add(from(tree), to(tree), "(" + text(tree) + " * 2)", "bound doubled", bound);
          }
        }
      }
      case STRING_LITERAL -> {
        if (!text(tree).startsWith("\"\"\"") && spoken()) {
          add(from(tree) + 1, from(tree) + 1, "~", "word changed");
        }
      }
      default -> { }
    }
    return null;
  }

  private void negate(Tree condition, String kind) {
    add(from(condition), to(condition), "!(" + text(condition) + ")", kind);
  }

  private void add(int from, int to, String with, String kind) {
    add(from, to, with, kind, null);
  }

  private void add(int from, int to, String with, String kind, String constant) {
    spots.add(new Spot(file, source, from, to, with, kind, method(), constant));
  }

  /// Whether the literal is an argument of a call that speaks to the outside.
  private boolean spoken() {
    for (var path = getCurrentPath(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof MethodInvocationTree call) {
        var select = call.getMethodSelect().toString();
        return !select.startsWith("Thread.") && SPEAKS.matcher(select.replaceAll("(?s).*\\.", "")).matches(); // names of threads are for debuggers
      }
    }
    return false;
  }

  /// Whether the literal is a time: a clock does not tell a second from a second and a millisecond.
  private boolean timed() {
    for (var tree : getCurrentPath()) {
      if (tree instanceof VariableTree field) {
        return TIME.matcher(field.getName()).find();
      }
      if (tree instanceof MethodInvocationTree call && TIMED.matcher(call.getMethodSelect().toString()).lookingAt()) {
        return true;
      }
    }
    return false;
  }

  /// The constant whose value the current literal belongs to; null when it belongs to none.
  private String constant() {
    var field = field();
    if (field == null || enclosing() != null || field.getName().contentEquals("serialVersionUID")) {
      return null;
    }
    var flags = field.getModifiers().getFlags();
    return flags.contains(Modifier.STATIC) && flags.contains(Modifier.FINAL) ? field.getName().toString() : null;
  }

  private Tree enclosing() {
    for (var path = getCurrentPath(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof MethodTree || path.getLeaf() instanceof LambdaExpressionTree) {
        return path.getLeaf();
      }
    }
    return null;
  }

  /// The field whose declaration the current place is in; null when it is in none.
  private VariableTree field() {
    VariableTree field = null;
    for (var tree : getCurrentPath()) {
      if (tree instanceof ClassTree && field != null) {
        return field;
      }
      field = tree instanceof VariableTree variable ? variable : null;
    }
    return null;
  }

  private String method() {
    for (var tree : getCurrentPath()) {
      if (tree instanceof MethodTree method) {
        return key + "#" + method.getName();
      }
    }
    var field = field();
    var constant = field == null || field.getModifiers().getFlags().contains(Modifier.STATIC);
    return key + "#" + (constant ? "<clinit>" : "<init>");
  }

  /// Empty for what the compiler adds itself, as around the constants of an enum.
  private String text(Tree tree) {
    return to(tree) < 0 ? "" : source.substring(from(tree), to(tree));
  }

  private int from(Tree tree) {
    return (int) positions.getStartPosition(unit, tree);
  }

  private int to(Tree tree) {
    return (int) positions.getEndPosition(unit, tree);
  }
}
