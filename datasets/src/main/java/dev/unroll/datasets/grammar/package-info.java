/**
 * Generated sentences whose meaning is composed. Start at
 * {@link dev.unroll.datasets.grammar.CompositionalSentimentDataset}.
 */
package dev.unroll.datasets.grammar;
