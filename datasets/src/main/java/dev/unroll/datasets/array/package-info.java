/**
 * Arrays of numbers in binary files: IDX, as MNIST comes in, and NumPy's. Start at {@link
 * dev.unroll.datasets.array.NumberArray}.
 */
package dev.unroll.datasets.array;
