/**
 * Generated speech: a formant synthesizer speaks vowels and digits with many voices. Start at
 * {@link dev.unroll.datasets.speech.SpokenDataset}.
 */
package dev.unroll.datasets.speech;
