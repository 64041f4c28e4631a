package de.aktienanalyse.verwaltung;

import de.aktienanalyse.bus.BusLifecycle;
import de.aktienanalyse.verwaltung.orders.Reservations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// What happens before the bus runs, and so before the first command: what open orders hold back is
/// computed anew. It is in their rows, and those may be older than the fees of the configuration,
/// or than the column.
@Component
class VerwaltungStart implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(VerwaltungStart.class);
    private static final int BEFORE_THE_BUS = BusLifecycle.PHASE - 100;

    private final Reservations reservations;
    private final TransactionTemplate transaction;
    private volatile boolean running;

    VerwaltungStart(Reservations reservations, TransactionTemplate transaction) {
        this.reservations = reservations;
        this.transaction = transaction;
    }

    @Override
    public void start() {
        Integer mended = transaction.execute(_ -> reservations.mend());
        if (mended != null && mended > 0) {
            log.info("{} open orders now hold back another amount of cash", mended);
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return BEFORE_THE_BUS;
    }
}
