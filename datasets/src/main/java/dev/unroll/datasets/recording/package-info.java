/**
 * Measured sequences: vowels, tones of speech, sensors. Start at {@link dev.unroll.datasets.recording.VowelsFactory}.
 */
package dev.unroll.datasets.recording;
