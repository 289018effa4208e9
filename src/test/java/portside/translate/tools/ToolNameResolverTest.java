package portside.translate.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What models make of names, read back.
class ToolNameResolverTest {
  @ParameterizedTest
  @CsvSource({
    "Read, Read, true",
    "READ, Read, true",
    "functions.Read, Read, true",
    "default_api.read, Read, true",
    "default_api:Read, Read, true",
    "Read<|channel|>commentary, Read, true",
    "functions.read_file<|channel|>json, read_file, true",
    "' Read ', Read, true",
    "Write, Write, false",
    "functions.Write, functions.Write, false",
    "<|channel|>commentary, <|channel|>commentary, false",
    "'', '', false"
  })
  void findsTheToolThatIsMeant(String called, String meant, boolean known) {
    var names = names("Read", "read_file");
    assertEquals(meant, names.offeredName(called));
    assertEquals(known, names.knows(called));
  }

  @Test
  void keepsTwoNamesApartThatDifferOnlyInCase() {
    var twins = names("read", "Read");
    assertEquals("Read", twins.offeredName("Read"));
    assertEquals("read", twins.offeredName("read"));
    assertEquals("read", twins.offeredName("READ"));
  }

  /// A name that comes in pieces, or again and again.
  @ParameterizedTest
  @CsvSource({
    "'', Re, Re",
    "Re, ad, Read",
    "Re, Read, Read",
    "Read, Read, Read",
    "Read, _file, Read_file",
    "Read, lines, Read",
  })
  void piecesOfANameAreJoined(String name, String piece, String joined) {
    assertEquals(joined, names("Read", "Read_file").join(name.isEmpty() ? null : name, piece));
  }

  @Test
  void aNameThatComesAgainIsNotDoubled() {
    assertEquals("Read", names().join("Read", "Read"));
    assertEquals("ReadIt", names().join("Read", "It"));
  }

  @Test
  void aNameIsWholeWhenNoLongerOneBeginsWithIt() {
    var names = names("Read", "Read_file");
    assertFalse(names.isWhole("Read"));
    assertTrue(names.isWhole("Read_file"));
    assertFalse(names.isWhole("Write"));
  }

  private static ToolNameResolver names(String... offered) {
    return new ToolNameResolver(new LinkedHashSet<>(List.of(offered)), UnaryOperator.identity());
  }
}
