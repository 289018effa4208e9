/// What `/health`, `/api/status` and `/providers` show: read models, made when they are asked for. Nothing here changes anything or asks a provider.
@NullMarked
package portside.status;

import org.jspecify.annotations.NullMarked;
