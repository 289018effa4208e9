import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The lines of the sources that are not as they were at a commit.
record Changed(Map<Path, BitSet> lines) {
  private static final Pattern FILE = Pattern.compile("\\+\\+\\+ b/(.*)");
  private static final Pattern RANGE = Pattern.compile("@@ -\\S+ \\+(\\d+)(?:,(\\d+))? @@.*");

  static Changed since(String commit, Path root) throws IOException, InterruptedException {
    var process = new ProcessBuilder("git", "diff", "--unified=0", commit, "--", root.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var lines = new HashMap<Path, BitSet>();
    var inFile = new BitSet();
    for (var line : new String(process.getInputStream().readAllBytes()).lines().toList()) {
      var file = FILE.matcher(line);
      var range = RANGE.matcher(line);
      if (file.matches()) {
        inFile = lines.computeIfAbsent(Path.of(file.group(1)), _ -> new BitSet());
      } else if (range.matches()) {
        var first = Integer.parseInt(range.group(1));
        inFile.set(first, first + (range.group(2) == null ? 1 : Integer.parseInt(range.group(2))));
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("git knows no commit " + commit);
    }
    return new Changed(lines);
  }

  boolean contains(Spot spot) {
    return lines.getOrDefault(spot.file(), new BitSet()).get(spot.line());
  }
}
