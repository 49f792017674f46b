/**
 * The parts that models are built of, each with forward and backward in one file. Start at {@link
 * dev.unroll.layer.NativeModel}.
 */
package dev.unroll.layer;
