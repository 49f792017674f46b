/**
 * Generated tasks of formal languages and automata, most of them trained short and tested long. Start at
 * {@link dev.unroll.datasets.formal.ParityDataset}.
 */
package dev.unroll.datasets.formal;
