/**
 * Sound as sequences of spectra. Start at {@link dev.unroll.datasets.audio.MelFeatures}, which turns samples into mel
 * spectra or cepstra.
 */
package dev.unroll.datasets.audio;
