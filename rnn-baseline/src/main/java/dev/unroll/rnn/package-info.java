/**
 * The vanilla recurrent network. Start at {@link dev.unroll.rnn.RnnLayer} for the equation, at
 * {@link dev.unroll.rnn.RnnSpec} for what can be chosen.
 */
package dev.unroll.rnn;
