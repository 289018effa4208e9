/// The languages of clients: their requests read, answers written for them, and what passes in their own words.
@NullMarked
package portside.translate.client;

import org.jspecify.annotations.NullMarked;
