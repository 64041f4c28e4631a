/// How requests come in, before anybody asks who sends them: by TLS, and through which proxy from
/// which address.
@NullMarked
package de.aktienanalyse.gateway.ingress;

import org.jspecify.annotations.NullMarked;
