package de.aktienanalyse.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// The golden samples: one JSON file per event, per command and per browser event of the spec.
///
/// The four examples of the spec's first part stand there as they are, the thirteen data classes of
/// the second part filled with plausible values.
public final class Samples {

    private Samples() {}

    /// @param eventType wire name; the sample is the whole envelope
    public static byte[] event(String eventType) {
        return read("events/" + eventType);
    }

    /// @param command wire name; the sample is the whole envelope as it stands in the queue
    public static byte[] command(String command) {
        return read("commands/" + command);
    }

    /// @param browserEvent `market.price_update`; the sample is what `to_websocket_data` of the
    ///   spec gives
    public static byte[] browser(String browserEvent) {
        return read("browser/" + browserEvent);
    }

    private static byte[] read(String name) {
        try (@Nullable InputStream sample =
                Samples.class.getResourceAsStream("/samples/" + name + ".json")) {
            if (sample == null) {
                throw new IllegalArgumentException(
                        "Needs a sample: src/test/resources/samples/" + name + ".json");
            }
            return sample.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
