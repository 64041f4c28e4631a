/// What the owner does about users and tokens, by HTTP.
@NullMarked
package de.aktienanalyse.gateway.administration;

import org.jspecify.annotations.NullMarked;
