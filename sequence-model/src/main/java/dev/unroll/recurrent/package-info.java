/**
 * What recurrent models share: the stack of layers, the way of a layer through time and back, its weights with their
 * large products, and the noise of training. Start at {@link dev.unroll.recurrent.RecurrentStack}, for a new cell at
 * {@link dev.unroll.recurrent.UnrolledLayer}.
 */
package dev.unroll.recurrent;
