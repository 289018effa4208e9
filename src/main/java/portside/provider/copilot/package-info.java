/// The models that an account of GitHub Copilot is offered.
@NullMarked
package portside.provider.copilot;

import org.jspecify.annotations.NullMarked;
