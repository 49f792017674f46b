/**
 * Pictures read as sequences. Start at {@link dev.unroll.datasets.image.DigitsDataset}.
 */
package dev.unroll.datasets.image;
