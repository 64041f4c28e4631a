package de.aktienanalyse.gateway.rest;

import org.jspecify.annotations.Nullable;

/// The body of every answer that is no success.
///
/// @param code stable, lower snake case
/// @param message for people
/// @param field the parameter, header or path in the body that is to blame
record Problem(String code, String message, @Nullable String field) {}
