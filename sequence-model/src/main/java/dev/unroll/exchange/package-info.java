/**
 * Weights by name in the layouts of other frameworks, read and written. Start at {@link dev.unroll.exchange.WeightMap};
 * a kind of model joins with {@link dev.unroll.exchange.ExchangeableFactory}.
 */
package dev.unroll.exchange;
