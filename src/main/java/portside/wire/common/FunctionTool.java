package portside.wire.common;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;
import portside.wire.CacheLife;

/// A tool the model may call. A wire leaves out what it has no member for.
///
/// @param name as it is sent
/// @param description empty for none
/// @param parameters JSON Schema of the arguments; null to leave it out
/// @param strict whether the provider shall enforce the schema; null to leave it out
/// @param mark how long the prefix that ends here shall be cached; null when none does
public record FunctionTool(String name, String description, @Nullable JsonObject parameters, @Nullable Boolean strict, @Nullable CacheLife mark) {}
