package de.aktienanalyse.gateway.commands;

import de.aktienanalyse.commands.BusCommand;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandTypes;
import java.util.Set;

/// Which commands somebody at an unlocked browser of another must not get through: all that change
/// something, so that a new one is among them until somebody decides otherwise.
final class Sensitive {

    /// They move no money and set nothing; or they stop something, which must never wait for a
    /// password.
    private static final Set<Class<? extends Command>> HARMLESS =
            Set.of(
                    Command.CancelOrder.class,
                    Command.RefreshPortfolio.class,
                    Command.SubscribeAlerts.class,
                    Command.StartAnalysis.class,
                    // Only proposes; its orders are given one by one.
                    Command.RequestRebalancing.class,
                    Command.GenerateReport.class,
                    BusCommand.PauseReplay.class,
                    BusCommand.CancelReplay.class);

    private Sensitive() {}

    static boolean is(Class<? extends Command> type) {
        return CommandTypes.hasEffect(type) && !HARMLESS.contains(type);
    }
}
