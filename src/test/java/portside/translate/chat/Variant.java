package portside.translate.chat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import portside.provider.Dialect;
import portside.provider.Dialects;

/// The standard dialect with some columns changed, for tests of one column.
final class Variant {
  private final Map<String, Object> columns = new HashMap<>();

  private Variant() {}

  static Variant of(String column, Object value) {
    return new Variant().and(column, value);
  }

  Variant and(String column, Object value) {
    columns.put(column, value);
    return this;
  }

  Dialect dialect() {
    var components = Dialect.class.getRecordComponents();
    try {
      var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var values = new Object[components.length];
      for (var i = 0; i < values.length; i++) {
        var standard = components[i].getAccessor().invoke(Dialects.STANDARD);
        values[i] = columns.getOrDefault(components[i].getName(), standard);
      }
      return Dialect.class.getConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
