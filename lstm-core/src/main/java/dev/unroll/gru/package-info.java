/**
 * The gated recurrent unit. Start at {@link dev.unroll.gru.GruLayer} for the equations, at
 * {@link dev.unroll.gru.GruSpec} for what can be chosen.
 */
package dev.unroll.gru;
