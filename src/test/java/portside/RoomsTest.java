package portside;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Provider;

/// The walls between the rooms, as ARCHITECTURE.md draws them.
@Execution(ExecutionMode.CONCURRENT)
class RoomsTest {
  private static final JavaClasses MAIN = new ClassFileImporter().importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

  /// What a room may use beyond the JDK: rooms by name, libraries by package.
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "wire      |                                                              | jakarta.json.. org.eclipse.parsson..",
    "catalog   |                                                              | jakarta.json..",
    "provider  | catalog                                                      | io.github.cdimascio.dotenv.. jakarta.json..",
    "translate | wire provider                                                | jakarta.json.. org.apache.pdfbox.. org.apache.fontbox..",
    "upstream  | wire provider                                                | javax.net.. io.helidon.webclient.. io.helidon.http.. io.helidon.common..",
    "signin    | wire provider upstream                                       | jakarta.json..",
    "routing   | wire provider upstream                                       | jakarta.json..",
    "ledger    | wire catalog                                                 | jakarta.json.. io.prometheus.. org.sqlite..",
    "counting  | wire provider translate routing                              | jakarta.json.. com.knuddels.jtokkit..",
    "status    | wire provider routing ledger                                 | jakarta.json..",
    "exchange  | wire provider translate upstream signin routing counting ledger status | jakarta.json..",
    "server    | wire exchange status                                         | io.helidon.webserver.. io.helidon.http.. io.helidon.common..",
    "demo      | wire                                                         | jakarta.json.. io.helidon.webserver.. io.helidon.http.. io.helidon.common..",
    "console   | wire provider upstream signin ledger status                  | jakarta.json.. org.apache.commons.cli.. org.jline..",
  })
  void roomUsesOnlyWhatItMay(String room, String rooms, String libraries) {
    var allowed = new ArrayList<>(List.of("java..", "org.jspecify.annotations..", "portside." + room + ".."));
    for (var other : words(rooms)) {
      allowed.add("portside." + other + "..");
    }
    allowed.addAll(words(libraries));
    ArchRuleDefinition.classes().that().resideInAPackage("portside." + room + "..")
        .should().onlyDependOnClassesThat().resideInAnyPackage(allowed.toArray(String[]::new))
        .check(MAIN);
  }

  /// Whoever asks for use gets records; that these come from a database is known in one place.
  @Test
  void databasesAreKnownToTheIndexAlone() {
    noClasses().that().resideOutsideOfPackage("portside.ledger.index..")
        .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "org.sqlite..", "org.postgresql..")
        .check(MAIN);
  }

  /// An instance at which nobody looks does not load a database.
  @Test
  void requestsDoNotKnowTheIndex() {
    noClasses().that().resideInAnyPackage("portside.exchange..", "portside.routing..", "portside.upstream..", "portside.translate..")
        .should().dependOnClassesThat().resideInAPackage("portside.ledger.index..")
        .check(MAIN);
  }

  @ParameterizedTest
  @CsvSource({"java.time.Clock", "java.util.Random", "java.util.concurrent.ThreadLocalRandom", "java.lang.System$Logger", "java.net.Socket", "java.nio.file.Files"})
  void pureRoomsHaveNoEffects(String effect) {
    noClasses().that().resideInAnyPackage("portside.wire..", "portside.translate..")
        .should().dependOnClassesThat().haveFullyQualifiedName(effect)
        .check(MAIN);
  }

  @Test
  void pureRoomsDoNotAskForTheTime() {
    noClasses().that().resideInAnyPackage("portside.wire..", "portside.translate..")
        .should().callMethod(Instant.class, "now").orShould().callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis")
        .check(MAIN);
  }

  /// The launcher is compiled for Java 8, which does not know where the annotation may stand.
  @Test
  void everyPackageMarksWhatMayBeAbsent() {
    var marked = new TreeSet<String>();
    var all = new TreeSet<String>();
    MAIN.forEach(type -> {
      all.add(type.getPackageName());
      if (type.getPackage().isAnnotatedWith(NullMarked.class)) {
        marked.add(type.getPackageName());
      }
    });
    all.remove("portside.launch");
    assertEquals(all, marked);
  }

  /// A class outside that names PDFBox would load it with itself; a public one inside would invite that.
  @Test
  void pdfboxStaysBehindOneDoor() {
    noClasses().that().resideOutsideOfPackage("portside.translate.pdf")
        .should().dependOnClassesThat().resideInAnyPackage("org.apache.pdfbox..", "org.apache.fontbox..")
        .check(MAIN);
    noClasses().that().resideInAPackage("portside.translate.pdf").and().arePublic()
        .should().dependOnClassesThat().resideInAnyPackage("org.apache.pdfbox..", "org.apache.fontbox..")
        .check(MAIN);
  }

  /// What is known of providers does not depend on the files that choose among them.
  @Test
  void onlySettingsReadEnvFiles() {
    noClasses().that().resideInAnyPackage("portside.provider", "portside.provider.dialect..")
        .should().dependOnClassesThat().resideInAnyPackage("portside.provider.settings..", "io.github.cdimascio..")
        .check(MAIN);
  }

  @Test
  void anUpstreamKnowsDestinationsAndNoProviders() {
    noClasses().that().resideInAPackage("portside.upstream..")
        .should().dependOnClassesThat().belongToAnyOf(Provider.class).orShould().dependOnClassesThat().resideInAPackage("portside.provider.settings..")
        .check(MAIN);
  }

  /// A wire knows no other, and what they share knows none: a third one can be written without importing a second. What passes between a client and
  /// a provider of the same language reads that language too.
  @ParameterizedTest
  @CsvSource({"openai, chat", "responses, responses", "gemini, gemini"})
  void nothingButTheWireKnowsIt(String records, String translation) {
    String[] ofTheWire = {"portside.wire." + records + "..", "portside.translate." + translation + ".."};
    noClasses().that().resideInAnyPackage("portside.wire..", "portside.translate..").and().resideOutsideOfPackages(ofTheWire).and().resideOutsideOfPackage("portside.translate.client..")
        .should().dependOnClassesThat().resideInAnyPackage(ofTheWire)
        .check(MAIN);
  }

  private static List<String> words(String text) {
    return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }
}
