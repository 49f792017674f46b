/**
 * Our trained models as files of Deeplearning4j, and theirs as ours. Start at
 * {@link dev.unroll.dl4j.exchange.Dl4jFormat}.
 */
package dev.unroll.dl4j.exchange;
