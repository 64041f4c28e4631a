package de.aktienanalyse.eventbus.redis;

/// How far a group is with one partition.
///
/// @param pending taken and not acknowledged
/// @param lag not yet taken
public record GroupState(String partition, String group, long pending, long lag) {}
