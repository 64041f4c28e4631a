package de.aktienanalyse.bus;

import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.events.Event;
import java.util.List;

/// What carrying out a command came to: the answer, and the events that follow.
public record Outcome(CommandAnswer answer, List<Event> said) {
    public Outcome {
        said = List.copyOf(said);
    }

    public static Outcome of(CommandAnswer answer, List<? extends Event> said) {
        return new Outcome(answer, List.copyOf(said));
    }

    public static Outcome success(Object result, Event... said) {
        return new Outcome(CommandAnswer.success(result), List.of(said));
    }

    public static Outcome of(CommandAnswer answer) {
        return new Outcome(answer, List.of());
    }

    public static Outcome refused(String code, String message) {
        return of(CommandAnswer.refused(code, message));
    }

    public static Outcome refused(String code, String message, String field) {
        return of(CommandAnswer.refused(code, message, field));
    }
}
