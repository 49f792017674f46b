/**
 * Models that Keras saved, HDF5 and {@code .keras}, as the tensors of {@link dev.unroll.exchange.Layout#KERAS}. Start
 * at {@link dev.unroll.keras.KerasModel}.
 */
package dev.unroll.keras;
