/// What can be made from the records: JSON Schemas, the AsyncAPI document, TypeScript types,
/// samples at random.
///
/// Lives in the test-jar: services and the gateway use it in their own tests, nobody at run time.
/// What it makes is checked in, and a test of this package fails when a checked-in copy differs.
@NullMarked
package de.aktienanalyse.schema;

import org.jspecify.annotations.NullMarked;
