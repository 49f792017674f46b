package dev.unroll.dataset;

/**
 * Some components of a value target, which have scores of their own.
 *
 * @param from the first component
 * @param to   the one behind the last
 */
public record TargetSlice(String name, int from, int to) {
}
