/**
 * Where examples are kept once they are read: in memory while they are few, else in a temporary file. Start at {@link
 * dev.unroll.datasets.store.Spool}.
 */
package dev.unroll.datasets.store;
