package portside.translate.request;

import static portside.provider.dialect.Column.FORMAT_WITH_TOOLS;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.WITHOUT_KEYWORDS;

import jakarta.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.StructuredOutput;
import portside.translate.schema.JsonSchemas;
import portside.translate.schema.StrictSchema;
import portside.wire.Json;
import portside.wire.JsonBuffer;
import portside.wire.common.ResponseFormat;

/// A schema the answer must follow → the strongest form the provider takes, and words in the system prompt where that form does not carry
/// the schema. (In the system prompt, not behind the last message: there they would change what earlier turns sent.)
public final class OutputFormat {
  /// The schema of a client that wants JSON and does not say which (`{"type":"json_object"}` of an OpenAI client).
  public static final JsonObject ANY_OBJECT = Json.BUILD.createObjectBuilder().add("type", "object").add("additionalProperties", true).build();

  private static final String INSTRUCTION = "Answer only with one JSON object that follows this JSON Schema, without any text around it:";

  private final @Nullable JsonObject schema;
  private final boolean any;
  private final StructuredOutput form;

  /// @param schema or null when the answer is free
  /// @param tools whether any are offered
  public OutputFormat(@Nullable JsonObject schema, Dialect dialect, boolean tools) {
    this.schema = schema == null ? null : JsonSchemas.ofAnswer(schema, dialect.get(SCHEMAS), dialect.get(WITHOUT_KEYWORDS));
    this.any = ANY_OBJECT.equals(schema);
    this.form = tools && !dialect.get(FORMAT_WITH_TOOLS) ? StructuredOutput.NONE : dialect.get(STRUCTURED_OUTPUT);
  }

  /// The form to ask for; null for nothing.
  public @Nullable ResponseFormat format() {
    if (schema == null) {
      return null;
    }
    return switch (form) {
      case JSON_SCHEMA -> any ? new ResponseFormat.AnyObject() : new ResponseFormat.Schema("structured_output", StrictSchema.obeys(schema), schema);
      case JSON_OBJECT -> new ResponseFormat.AnyObject();
      case NONE -> null;
    };
  }

  /// What goes into the system prompt.
  public Optional<String> instruction() {
    return schema == null || form == StructuredOutput.JSON_SCHEMA
        ? Optional.empty()
        : Optional.of(INSTRUCTION + "\n" + JsonBuffer.text(schema));
  }
}
