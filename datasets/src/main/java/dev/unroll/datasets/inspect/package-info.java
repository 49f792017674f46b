/**
 * What is in a file, before anything is trained on it. Start at {@link dev.unroll.datasets.inspect.FileInspection}.
 */
package dev.unroll.datasets.inspect;
