package de.aktienanalyse.bus;

import de.aktienanalyse.commands.Command.GenerateReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// A process of its own that begins a report and never ends it, to be killed in the middle.
final class WorkerProcess {
    static final String BEGUN = "test:begun";

    private WorkerProcess() {}

    static Process start(String redisUrl, String database, Duration lease) throws IOException {
        return ChildJvm.start(WorkerProcess.class, redisUrl, database, lease.toString());
    }

    public static void main(String[] args) throws InterruptedException {
        JobRules rules = new JobRules(1, Duration.parse(args[2]), Duration.ofMillis(50), 5);
        BusNode node =
                BusNode.on(
                        args[1],
                        "auswertung",
                        "auswertung-killed",
                        args[0],
                        Clock.systemUTC(),
                        rules);
        node.bus.work(
                GenerateReport.class,
                (command, _) -> {
                    node.redis
                            .sync()
                            .set(BEGUN, command.commandId().getBytes(StandardCharsets.UTF_8));
                    new CountDownLatch(1).await();
                    throw new IllegalStateException("It is killed before");
                });
        node.start();
        new CountDownLatch(1).await();
    }
}
