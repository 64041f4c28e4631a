/// Who somebody is and may do, and which sockets are theirs.
///
/// Not here: how they prove it ([de.aktienanalyse.gateway.login]) and what is kept of them
/// ([de.aktienanalyse.gateway.accounts]).
@NullMarked
package de.aktienanalyse.gateway.access;

import org.jspecify.annotations.NullMarked;
