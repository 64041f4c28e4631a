package de.aktienanalyse.bus;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How jobs are worked on.
///
/// @param workers how many at once on each instance
/// @param lease after this a job of an instance that does not renew is taken over
/// @param firstPause before the second attempt; each further one waits twice as long
/// @param attempts after so many it is a dead letter
record JobRules(int workers, Duration lease, Duration firstPause, int attempts) {
    static final JobRules STANDARD =
            new JobRules(2, Duration.ofSeconds(10), Duration.ofSeconds(1), 5);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    JobRules {
        if (workers < 1 || attempts < 1) {
            throw new IllegalArgumentException("Jobs need at least one worker and one attempt");
        }
    }

    JobRules with(int someWorkers) {
        return new JobRules(someWorkers, lease, firstPause, attempts);
    }

    /// Half of it by chance, so that what failed together does not come back together.
    ///
    /// @param failed how many attempts failed, at least 1
    Duration pause(int failed, RandomGenerator random) {
        long doubled = firstPause.toMillis() << Math.min(failed - 1, 20);
        long bound = Math.min(doubled, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
    }
}
