/// How somebody proves who they are, by HTTP: the one-time link, name and password, the session's
/// cookie, a token, the word of a trusted proxy.
///
/// [LoginConfiguration] says who may ask for what; read it first. Not here: what is kept of users
/// ([de.aktienanalyse.gateway.accounts]).
@NullMarked
package de.aktienanalyse.gateway.login;

import org.jspecify.annotations.NullMarked;
