/**
 * Pictures read as sequences. Start at {@link dev.unroll.datasets.image.DigitsFactory}.
 */
package dev.unroll.datasets.image;
