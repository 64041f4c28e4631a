/// What the gateway keeps of users, sessions, tokens and invitations, in `gateway.db`.
///
/// A secret is kept as what recognises it: passwords by Argon2, random secrets by SHA-256. Not
/// here: HTTP ([de.aktienanalyse.gateway.login]).
@NullMarked
package de.aktienanalyse.gateway.accounts;

import org.jspecify.annotations.NullMarked;
