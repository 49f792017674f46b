/**
 * Files, one's own or bundled: opened, unpacked, hashed and decoded, with a sentence for everything that can be wrong.
 * Start at {@link dev.unroll.datasets.file.DataFile}.
 */
package dev.unroll.datasets.file;
