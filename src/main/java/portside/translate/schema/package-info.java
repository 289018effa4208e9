/// JSON Schemas of tools and answers, as the provider takes them.
@NullMarked
package portside.translate.schema;

import org.jspecify.annotations.NullMarked;
