package portside.provider.dialect;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import portside.provider.dialect.Dialect.ExtraMember;

/// Reads the cells that are JSON. Apart from [CellFormat], because most processes start without reading one.
final class JsonCell {
  private JsonCell() {}

  /// An object, in its shortest spelling.
  static String text(String json) {
    return object(json).toString();
  }

  static List<ExtraMember> members(String json) {
    return object(json).entrySet().stream().map(member -> new ExtraMember(member.getKey(), member.getValue().toString())).toList();
  }

  private static JsonObject object(String json) {
    try (var reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    } catch (JsonException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
