package de.aktienanalyse.gateway;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.gateway.access.LiveSockets;
import de.aktienanalyse.gateway.accounts.Confirmations;
import de.aktienanalyse.gateway.accounts.Logins;
import de.aktienanalyse.gateway.audit.Audit;
import de.aktienanalyse.gateway.channels.PlainChannels;
import de.aktienanalyse.gateway.commands.AskedCommands;
import de.aktienanalyse.gateway.commands.CommandDesk;
import de.aktienanalyse.gateway.conversation.Conversations;
import de.aktienanalyse.gateway.fanout.Editor;
import de.aktienanalyse.gateway.fanout.Fanout;
import de.aktienanalyse.gateway.fanout.FanoutMetrics;
import de.aktienanalyse.gateway.fanout.History;
import de.aktienanalyse.gateway.fanout.Newsroom;
import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.outbound.OutboundMetrics;
import de.aktienanalyse.gateway.outbound.OutboundProperties;
import de.aktienanalyse.gateway.outbound.Writer;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The page to read first.
///
/// ```
/// bus ──→ Newsroom ──→ Fanout ──→ Writer ──→ Connection ──→ browser       events, each encoded once
/// browser ──→ Conversation ──→ Fanout                                     subscriptions
/// browser ──→ Conversation ──→ CommandDesk ──→ bus ──→ owner              commands
///                 ↑                                      │
///                 └──────────── command_response ←───────┘                to the one who asked
/// streams ──→ Newsroom's Tracks                                           what Pub/Sub lost
/// streams ──→ Fanout's Resumes                                            what a client missed
/// ```
///
/// Threads: Redis reads and hands over; the newsroom encodes; the writer owns subscriptions, queues
/// and writes; Tomcat's read what clients say. Each hands over, none waits for another.
@Configuration(proxyBeanMethods = false)
class GatewayFlow {

    @Bean
    ProtocolCodec protocolCodec(EventCodec codec) {
        return new ProtocolCodec(codec);
    }

    @Bean(destroyMethod = "")
    Writer writer(OutboundProperties properties, MeterRegistry metrics) {
        return new Writer(properties, new OutboundMetrics(metrics));
    }

    @Bean
    FanoutMetrics fanoutMetrics(MeterRegistry metrics) {
        return new FanoutMetrics(metrics);
    }

    @Bean
    Editor editor(EventCodec events, ProtocolCodec codec, FanoutMetrics metrics, Clock clock) {
        return new Editor(events, codec, metrics, clock);
    }

    @Bean
    Fanout fanout(
            Writer writer,
            ProtocolCodec codec,
            Limits limits,
            EventBus bus,
            Editor editor,
            FanoutMetrics metrics,
            EventCodec events,
            Clock clock,
            @Value("${aktien.gateway.positions-every:10s}") Duration positionsEvery) {
        History history = new History(bus.log(), editor);
        WorkingOrders orders = new WorkingOrders(bus, events, clock);
        return new Fanout(writer, codec, limits, history, orders, metrics, clock, positionsEvery);
    }

    /// Bus → browsers.
    @Bean(destroyMethod = "")
    Newsroom newsroom(
            EventBus bus,
            PlainChannels channels,
            Editor editor,
            Fanout fanout,
            FanoutMetrics metrics) {
        Newsroom newsroom = new Newsroom(bus.log(), editor, fanout, metrics);
        bus.watchAll(new Ear(newsroom));
        channels.onReadyMade(newsroom::hearReadyMade);
        return newsroom;
    }

    /// Prices that were said before this gateway heard the bus, or while it did not, are current
    /// all the same: the first page shows them also when the market is closed.
    private record Ear(Newsroom newsroom) implements EventBus.RawWatcher {
        @Override
        public void on(RawEvent heard) {
            newsroom.hear(heard);
        }

        @Override
        public void current(List<RawEvent> kept) {
            newsroom.recall(kept);
        }
    }

    /// Browsers → bus.
    @Bean
    CommandDesk commandDesk(
            EventBus bus,
            EventCodec codec,
            PlainChannels channels,
            Limits limits,
            MeterRegistry metrics,
            Audit audit,
            Confirmations confirmations,
            Clock clock) {
        return new CommandDesk(
                bus, codec, channels, limits, metrics, audit, confirmations::covers, clock);
    }

    @Bean
    Conversations conversations(
            ProtocolCodec codec,
            Fanout fanout,
            CommandDesk desk,
            AskedCommands asked,
            Limits limits,
            LiveSockets sockets,
            Logins logins,
            MeterRegistry metrics,
            Clock clock) {
        return new Conversations(
                codec, fanout, desk, asked, limits, sockets, logins::isAlive, metrics, clock);
    }

    @Bean
    Orientation orientation(Newsroom newsroom) {
        return new Orientation(newsroom);
    }

    @Bean
    GatewayLifecycle gatewayLifecycle(Writer writer, Fanout fanout, Newsroom newsroom) {
        return new GatewayLifecycle(writer, fanout, newsroom, new SecureRandom());
    }
}
