/// Who did what, from where and with which result: added to, never changed, and a change shows.
///
/// Not here: what was asked or answered. Bodies and secrets are never written down.
@NullMarked
package de.aktienanalyse.gateway.audit;

import org.jspecify.annotations.NullMarked;
