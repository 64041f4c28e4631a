package de.aktienanalyse.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.gateway.fanout.Intake.Offer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntakeTests {
    private final Intake intake = new Intake(2);

    @Test
    void whenItIsFullPricesConflateFillsStayAndTheNewestPriceSurvives() throws Exception {
        assertThat(offer("AAPL", "1", Delivery.LATEST)).isEqualTo(Offer.TAKEN);
        assertThat(offer("fill", "1", Delivery.EVERY)).isEqualTo(Offer.TAKEN);
        assertThat(offer("AAPL", "2", Delivery.LATEST)).isEqualTo(Offer.TAKEN);
        assertThat(offer("AAPL", "3", Delivery.LATEST)).isEqualTo(Offer.CONFLATED);
        assertThat(offer("ask", "1", Delivery.TRANSIENT)).isEqualTo(Offer.SHED);
        assertThat(offer("fill", "2", Delivery.EVERY)).isEqualTo(Offer.TAKEN);

        assertThat(takeAll()).containsExactly("AAPL 1", "fill 1", "fill 2", "AAPL 3 for 1");
    }

    @Test
    void aNewPriceDoesNotOvertakeOneThatWaitsAside() throws Exception {
        offer("a", "1", Delivery.EVERY);
        offer("b", "1", Delivery.EVERY);
        offer("AAPL", "1", Delivery.LATEST);
        intake.take(new ArrayList<>(), 1, Long.MAX_VALUE);

        offer("AAPL", "2", Delivery.LATEST);

        assertThat(takeAll()).containsExactly("b 1", "AAPL 2 for 1");
    }

    @Test
    void everyIsLostOnlyFarBeyondTheBoundAndItIsTold() {
        for (int i = 0; i < 8; i++) {
            assertThat(offer("fill", "" + i, Delivery.EVERY)).isEqualTo(Offer.TAKEN);
        }
        assertThat(offer("fill", "8", Delivery.EVERY)).isEqualTo(Offer.LOST);
    }

    private Offer offer(String channel, String text, Delivery delivery) {
        return intake.offer(
                new RawEvent(channel, (channel + " " + text).getBytes(StandardCharsets.UTF_8)),
                delivery);
    }

    private List<String> takeAll() throws InterruptedException {
        List<Intake.Heard> batch = new ArrayList<>();
        intake.take(batch, 100, Long.MAX_VALUE);
        return batch.stream()
                .map(heard ->
                        new String(heard.raw().json(), StandardCharsets.UTF_8)
                                + (heard.leftOut() > 0 ? " for " + heard.leftOut() : ""))
                .toList();
    }
}
