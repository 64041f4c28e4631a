package de.aktienanalyse.commands;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The wire name of a command, who owns it and on which way it gets there.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CommandType {
    /// `place_order`
    String value();

    /// The service that answers, `verwaltung`.
    String owner();

    /// Name of a queue; empty: `request.<owner>`.
    String queue() default "";

    /// Whether it changes something. Then its answer is stored under (actor, command_id) in the
    /// transaction of its effect and said as `user.command.completed`; a repeat gets the stored
    /// answer.
    boolean effect();

    /// The least role that may send it; at most one. None: [Role#VIEWER] for what changes nothing,
    /// [Role#TRADER] for what does.
    Role[] role() default {};
}
