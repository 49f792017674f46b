/**
 * The contract between models, data and the harness. Start at {@link dev.unroll.model.SequenceModel}.
 */
package dev.unroll.model;
