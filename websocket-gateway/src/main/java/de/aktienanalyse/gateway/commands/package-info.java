/// Browsers → bus: a user's command to its owner, the owner's answer back.
///
/// Knows which commands there are and refuses what does not fit, with the path of the field. Serves
/// sockets and REST alike. Not here: what a command does (its owner) and who may send what (issue 5
/// brings logins).
@NullMarked
package de.aktienanalyse.gateway.commands;

import org.jspecify.annotations.NullMarked;
