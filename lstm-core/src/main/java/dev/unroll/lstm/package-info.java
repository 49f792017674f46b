/**
 * The long short-term memory. Start at {@link dev.unroll.lstm.LstmLayer} for the equations, at
 * {@link dev.unroll.lstm.LstmSpec} for what can be chosen.
 */
package dev.unroll.lstm;
