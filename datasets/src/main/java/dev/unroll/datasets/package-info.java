/**
 * Tasks in three disjoint parts: generated, or made from data. Each kind is a spec record, a factory and a dataset in a
 * subpackage by idea; what they share is here. Start at {@link dev.unroll.datasets.synthetic.AddingFactory}, the
 * smallest.
 */
package dev.unroll.datasets;
