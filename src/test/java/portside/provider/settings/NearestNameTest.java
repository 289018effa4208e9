package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  @ParameterizedTest
  @CsvSource({"'','',0", "a,'',1", "'',ab,2", "PORT,PORT,0", "PROT,PORT,2", "kitten,sitting,3", "MODEL,MIDDLE_MODEL,7"})
  void countsEdits(String from, String to, int edits) {
    assertEquals(edits, NearestName.distance(from, to));
    assertEquals(edits, NearestName.distance(to, from));
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI_KEY,OPENAI_API_KEY",
    "base_url,OPENAI_BASE_URL",
    "OPENAI_BASEURL,OPENAI_BASE_URL",
    "Bigmodel,BIG_MODEL",
    "model,BIG_MODEL",
    "TIMEOUT,CONNECT_TIMEOUT",
    "port,PORT"
  })
  void findsTheNearestSetting(String typed, String setting) {
    assertEquals(setting, NearestName.nearest(typed, Setting.names().toList()));
  }

  @ParameterizedTest
  @CsvSource({"glm-9,glm,true", "opnai,openai,true", "IMAGE,IMAGES,true", "MAX_OUTPUTS,MAX_OUTPUT,true", "nonsense,openai,false", "FOO,PDF,false", "ABCD,ABXY,false", "ABCDE,ABCXY,true", "abc,abcdefghij,true", "x,xai,false", "me,MESSAGES,false"})
  void farFetchedIsNotLikely(String typed, String candidate, boolean likely) {
    assertEquals(likely, NearestName.likely(typed, candidate));
  }
}
