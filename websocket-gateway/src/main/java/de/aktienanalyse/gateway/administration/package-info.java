/// What the owner does about users and tokens, and sees of what was done, by HTTP.
@NullMarked
package de.aktienanalyse.gateway.administration;

import org.jspecify.annotations.NullMarked;
