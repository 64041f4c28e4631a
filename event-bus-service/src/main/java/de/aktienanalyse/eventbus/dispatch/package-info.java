/// Sends notifications to where the owner has them sent: a webhook of his.
///
/// Hears `user.updates`, works on `dispatch_notification`: several at once, again after a failure.
/// Not here: what is worth a notification (notifications), mail.
@NullMarked
package de.aktienanalyse.eventbus.dispatch;

import org.jspecify.annotations.NullMarked;
