/// What every wire needs of a request: order of content, system prompt, tools, limits, sampling and thinking.
@NullMarked
package portside.translate.request;

import org.jspecify.annotations.NullMarked;
