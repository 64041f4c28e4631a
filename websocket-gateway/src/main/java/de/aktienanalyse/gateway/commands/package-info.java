/// Browsers → bus: a user's command to its owner, the owner's answer back.
///
/// Knows which commands there are and refuses what does not fit, with the path of the field. Serves
/// sockets and REST alike, and only whom the command's role allows. Not here: what a command does
/// (its owner).
@NullMarked
package de.aktienanalyse.gateway.commands;

import org.jspecify.annotations.NullMarked;
