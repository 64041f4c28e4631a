package de.aktienanalyse.eventbus;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.commands.BusCommand.DispatchNotification;
import de.aktienanalyse.commands.BusCommand.GetAnalytics;
import de.aktienanalyse.commands.BusCommand.GetEvent;
import de.aktienanalyse.commands.BusCommand.GetHealthHistory;
import de.aktienanalyse.commands.BusCommand.GetJournal;
import de.aktienanalyse.commands.BusCommand.GetQuarantine;
import de.aktienanalyse.commands.BusCommand.GetTopology;
import de.aktienanalyse.commands.Command.GetSystemStatus;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.eventbus.adoption.Adoption;
import de.aktienanalyse.eventbus.adoption.OpenDoor;
import de.aktienanalyse.eventbus.adoption.Quarantine;
import de.aktienanalyse.eventbus.analytics.AnalyticsDesk;
import de.aktienanalyse.eventbus.analytics.EventAnalytics;
import de.aktienanalyse.eventbus.dispatch.Dispatch;
import de.aktienanalyse.eventbus.health.BusCondition;
import de.aktienanalyse.eventbus.health.HistoryDesk;
import de.aktienanalyse.eventbus.health.ServiceHealth;
import de.aktienanalyse.eventbus.health.SystemStatus;
import de.aktienanalyse.eventbus.journal.EventJournal;
import de.aktienanalyse.eventbus.journal.JournalDesk;
import de.aktienanalyse.eventbus.notifications.Notifications;
import de.aktienanalyse.eventbus.topology.TopologyDesk;
import de.aktienanalyse.events.AlertEvent;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.SystemEvent.PerformanceAlertRaised;
import de.aktienanalyse.events.SystemEvent.StatusReported;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import de.aktienanalyse.events.UserEvent.Notified;
import java.time.Clock;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Everything that passes is heard here: adopted, written down, watched, counted, told to the
/// owner.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class EventBusFlow {

    @Bean
    EventAnalytics eventAnalytics(EventCodec codec, Clock clock, Adoption adoption) {
        return new EventAnalytics(codec, clock, adoption::refused);
    }

    /// What is heard undecoded: foreign messages go through the door, everything is counted. One
    /// instance adopts, since a message without an id would be another event to each. What passes
    /// while it is being replaced is lost: whoever must not lose anything uses the inbox.
    @Bean
    SmartInitializingSingleton undecoded(
            EventBus bus, OpenDoor door, Adoption adoption, EventAnalytics analytics) {
        return () -> {
            bus.watchAllAlone("adoption", door::hear);
            bus.watchAll(analytics::hear);
            bus.inbox(adoption::takeFromInbox);
        };
    }

    @Bean
    Flow journalFlow(EventJournal journal, JournalDesk desk) {
        Flow flow =
                new Flow("event-bus-service.journal")
                        .obeys(GetJournal.class)
                        .answers(asked -> desk.find(asked.data()))
                        .obeys(GetEvent.class)
                        .answers(asked -> desk.event(asked.data()));
        for (Class<? extends Event> type : EventTypes.all()) {
            if (EventTypes.deliveryOf(type) == Delivery.EVERY) {
                flow.hears(type).quietly(journal::append);
            }
        }
        return flow;
    }

    @Bean
    Flow healthFlow(
            ServiceHealth health,
            EventAnalytics analytics,
            BusCondition condition,
            HistoryDesk history) {
        return new Flow("event-bus-service.health")
                .watches(StatusReported.class)
                .says(PerformanceAlertRaised.class)
                .by(health::hear)
                .obeys(GetSystemStatus.class)
                .answers(_ ->
                        CommandAnswer.success(
                                SystemStatus.of(health, analytics.report(), condition.figures())))
                .obeys(GetHealthHistory.class)
                .answers(asked -> history.list(asked.data()));
    }

    @Bean
    Flow observationFlow(AnalyticsDesk analytics, TopologyDesk topology, Quarantine quarantine) {
        return new Flow("event-bus-service.observation")
                .obeys(GetAnalytics.class)
                .answers(asked -> analytics.report(asked.data()))
                .obeys(GetTopology.class)
                .answers(_ -> topology.show())
                .obeys(GetQuarantine.class)
                .answers(asked -> quarantine.list(asked.data()));
    }

    @Bean
    Flow notificationFlow() {
        Notifications notifications = new Notifications();
        return new Flow("notification.service")
                .hears(AlertEvent.Triggered.class)
                .refusingReplays()
                .says(Notified.class)
                .by(heard -> notifications.of(heard.data(), heard))
                .hears(PerformanceAlertRaised.class)
                .refusingReplays()
                .says(Notified.class)
                .by(heard -> notifications.of(heard.data(), heard))
                .hears(OrderEvent.Failed.class)
                .refusingReplays()
                .says(Notified.class)
                .by(heard -> notifications.of(heard.data(), heard))
                .hears(CommandCompleted.class)
                .refusingReplays()
                .says(Notified.class)
                .by(heard -> notifications.of(heard.data(), heard));
    }

    @Bean
    Flow dispatchFlow(Dispatch dispatch) {
        return new Flow("event-bus-service.dispatch")
                .hears(Notified.class)
                .refusingReplays()
                .quietly(dispatch::plan)
                .obeys(DispatchNotification.class)
                .workedOn(dispatch::send);
    }
}
