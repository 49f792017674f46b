/**
 * Generated tasks. An example is made from the seed, its part and its index alone, whenever it is asked for, so parts
 * may be large at no cost. Start at {@link dev.unroll.datasets.synthetic.AddingDataset}.
 */
package dev.unroll.datasets.synthetic;
