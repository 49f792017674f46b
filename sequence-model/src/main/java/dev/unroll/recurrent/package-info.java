/**
 * What recurrent models share: the stack of layers, the weights of a layer with their large products, and the division
 * of a batch among threads. Start at {@link dev.unroll.recurrent.RecurrentStack}.
 */
package dev.unroll.recurrent;
