/**
 * The database of a run: one SQLite file, its schema, and what can be asked of it. Start at
 * {@link dev.unroll.store.Database}; what a run keeps in it is decided in {@link dev.unroll.run.RunStore}.
 */
package dev.unroll.store;
