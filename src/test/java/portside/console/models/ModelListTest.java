package portside.console.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

class ModelListTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{\"object\":\"list\",\"data\":[{\"id\":\"m\"}]}                                              | 0",
    "[{\"id\":\"m\",\"context_length\":131072}]                                                   | 131072",
    "[\"m\"]                                                                                      | 0",
    "{\"data\":[{\"id\":\"m\",\"context_length\":9,\"top_provider\":{\"context_length\":8}}]}     | 8",
    "{\"data\":[{\"id\":\"m\",\"context_length\":9,\"top_provider\":{\"context_length\":null}}]}  | 9",
    "{\"data\":[{\"id\":\"m\",\"context_window\":131072}]}                                        | 131072",
    "{\"data\":[{\"id\":\"m\",\"max_model_len\":40960}]}                                          | 40960",
    "{\"data\":[{\"id\":\"m\",\"max_context_length\":7}]}                                         | 7",
    "{\"data\":[{\"id\":\"m\",\"max_context_length\":7,\"loaded_context_length\":4096}]}          | 4096",
    "{\"data\":[{\"id\":\"m\",\"meta\":{\"n_ctx_train\":7,\"n_ctx\":6}}]}                         | 6",
    "{\"data\":[{\"id\":\"m\",\"meta\":{\"n_ctx_train\":7}}]}                                     | 7",
    "{\"data\":[{\"id\":\"m\",\"type\":\"model\",\"max_input_tokens\":1000000}]}                  | 1000000",
    "{\"data\":[{\"id\":\"m\",\"capabilities\":{\"limits\":{\"max_context_window_tokens\":5}}}]}  | 5",
    "{\"models\":[{\"name\":\"models/m\",\"inputTokenLimit\":1048576}]}                           | 1048576",
    "{\"data\":[{\"id\":\"m\",\"context_length\":\"9\"}]}                                         | 0",
    "{\"data\":[{\"id\":\"m\",\"context_length\":-9}]}                                            | 0",
    "{\"data\":[null,7,{\"x\":1},{\"id\":\"m\",\"context_length\":3}]}                            | 3",
  })
  void allFormsOfListsAreRead(String json, long window) throws Exception {
    assertEquals(new ModelList(List.of(new ModelList.Listed("m", window))), ModelList.read(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"data\":{}}", "7", "<html>", ""})
  void whatIsNoListIsRefused(String json) {
    assertThrows(Json.Malformed.class, () -> ModelList.read(json));
  }

  @ParameterizedTest
  @CsvSource({"a, a", "models/a, a", "b, b:latest", "c:free, c", "d:8b, d:8b", "d:70b,", "A,", "x,"})
  void aModelIsFoundUnderItsNames(String asked, String found) throws Exception {
    var list = ModelList.read("[\"a\", \"b:latest\", \"c\", \"d:8b\"]");
    assertEquals(Optional.ofNullable(found), list.find(asked).map(ModelList.Listed::id));
  }

  @Test
  void theNearestNamesAreTold() throws Exception {
    var list = ModelList.read("[\"embedding\", \"glm-5.3\", \"glm-5.3-air\", \"glm-4.7\", \"glm-5.2\"]");
    assertEquals(List.of("glm-5.3", "glm-5.2", "glm-4.7"), list.nearest("glm-5.4"));
    assertEquals(List.of(), list.nearest("zzzzzzzzzzzz"));
  }
}
