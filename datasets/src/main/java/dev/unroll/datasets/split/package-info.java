/**
 * How examples are divided into parts: at random, by class, by group, in order of time, or in folds. Start at {@link
 * dev.unroll.datasets.split.Split}.
 */
package dev.unroll.datasets.split;
