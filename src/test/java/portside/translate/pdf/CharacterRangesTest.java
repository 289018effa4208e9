package portside.translate.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How many characters a map of ranges asks for.
class CharacterRangesTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      <00> <0f> <41>                                                                | 0
      beginbfrange                                                                  | 0
      beginbfrange <00> <0f> <41> endbfrange                                        | 16
      beginbfrange <00> <0f> <41>                                                   | 16
      beginbfrange <00> <0f                                                         | 16
      beginbfrange<00><00><41><01><03><50>endbfrange                                | 4
      beginbfrange <00> <02> [<41> <42> <43>] <10> <11> <50> endbfrange             | 5
      beginbfrange <00> <02> [<41> <42>                                             | 3
      beginbfrange <0000> <00ff> <41>                                               | 256
      beginbfrange <0000> <ffff> <41>                                               | 256
      beginbfrange <05> <03> <41>                                                   | 0
      beginbfrange <05> <04> <41>                                                   | 0
      beginbfrange <00> <01> <41> endbfrange <00> <09> <41> beginbfrange <00> <02> <41> endbfrange | 5
      beginbfrange <00> <01> <41> 2 more <10> <11> <50>                             | 4
      beginbfrange <0 0> <0-f> <41>                                                 | 16
      beginbfrange <fffffffff0> <ffffffffff> <41>                                   | 1
      begin the bfrange, then beginbfrange <00> <01> <41>                           | 2
      """)
  void rangesAddUp(String map, long codes) {
    assertEquals(codes, CharacterRanges.codes(map.getBytes(StandardCharsets.US_ASCII)));
  }
}
