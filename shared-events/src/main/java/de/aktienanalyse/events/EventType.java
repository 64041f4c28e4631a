package de.aktienanalyse.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The wire name of an event record and what the bus promises for it.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {
    /// `event_type` on the wire: dotted lower case. Its first label is the family.
    String value();

    Delivery delivery();

    /// Who says it, `verwaltung.depot`; empty when any service may, then the service's own name
    /// stands there.
    String source() default "";
}
